import {
  Button,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Text,
} from '@backstage/ui';
import { toError } from '@backstage/errors';
import { AuditView } from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { ErrorNotice } from '../../components/ErrorNotice';
import ground from '../../components/Ground.module.css';
import { useTranslation } from '../../hooks/useTranslation';

/** The inside of a dialog in which one's own views are deleted. */
export function ManageViews(props: {
  views: AuditView[];
  onDelete: (id: string) => Promise<void>;
  onClose: () => void;
}) {
  const { views, onDelete, onClose } = props;
  const t = useTranslation();
  const [error, setError] = useState<Error>();

  async function remove(id: string) {
    try {
      await onDelete(id);
    } catch (failure) {
      setError(toError(failure));
    }
  }
  return (
    <div className={ground.raised}>
      <DialogHeader>{t('audit.views.manage')}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="2">
          {views.map(({ id, name }) => (
            <Flex key={id} justify="between" align="center" gap="3">
              <Text>{name}</Text>
              <Button
                variant="secondary"
                size="small"
                aria-label={t('audit.views.deleteLabel', { name })}
                onPress={() => remove(id)}
              >
                {t('audit.views.delete')}
              </Button>
            </Flex>
          ))}
          {views.length === 0 && <Text as="p">{t('audit.views.none')}</Text>}
          {error && (
            <ErrorNotice error={error} title={t('audit.views.failed')} />
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t('audit.views.close')}
        </Button>
      </DialogFooter>
    </div>
  );
}
