import {
  Button,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Select,
  Text,
  TextField,
} from '@backstage/ui';
import {
  WorkbenchTryRequest,
  entityName,
} from '@sandlot/plugin-environments-common';
import { FormEvent, useState } from 'react';
import { ErrorNotice } from '../../components/ErrorNotice';
import { suggestName } from '../../create/random';
import { useOwnedRefs } from '../../create/useOwnedRefs';
import { useClusters } from '../../hooks/useCatalogue';
import { useLinks } from '../../hooks/useLinks';
import { useTranslation } from '../../hooks/useTranslation';
import { useNavigate } from '../../router';
import { useTry } from './useTry';

/** Asks what a draft's environment should be called, whose it is, and where. */
export function TryForm(props: {
  /** Name of the template. */
  template: string;
  content: Omit<WorkbenchTryRequest, 'name' | 'owner' | 'cluster'>;
  onClose: () => void;
}) {
  const { template, content, onClose } = props;
  const t = useTranslation();
  const links = useLinks();
  const navigate = useNavigate();
  const owners = useOwnedRefs().data ?? [];
  const clusters = useClusters().data ?? [];
  const [name, setName] = useState(() => suggestName(template));
  const [chosenOwner, setOwner] = useState<string>();
  const [chosenCluster, setCluster] = useState<string>();
  const owner = chosenOwner ?? owners[0];
  const cluster = chosenCluster ?? clusters[0]?.name;
  const { submit, isSending, error } = useTry(({ id }) =>
    navigate(links.environment(id)),
  );

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (owner && name && !isSending) {
      submit({
        ...content,
        // An empty text is no manifest.
        manifests: content.manifests || undefined,
        name,
        owner,
        cluster,
      });
    }
  }

  return (
    <form onSubmit={onSubmit} noValidate>
      <DialogHeader>{t('workbench.try.title')}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="3">
          <Text as="p">{t('workbench.try.description')}</Text>
          <TextField
            label={t('workbench.try.name')}
            description={t('create.field.nameHelp')}
            isRequired
            validationBehavior="aria"
            value={name}
            onChange={setName}
            // Focus has to move into the dialog, and this is what it asks for.
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
          />
          <Select
            label={t('workbench.try.owner')}
            value={owner ?? null}
            options={owners.map(ref => ({ id: ref, label: entityName(ref) }))}
            onChange={key => setOwner(String(key))}
          />
          <Select
            label={t('workbench.try.cluster')}
            value={cluster ?? null}
            options={clusters.map(({ name: id, title }) => ({
              id,
              label: title,
            }))}
            onChange={key => setCluster(String(key))}
          />
          {error && (
            <ErrorNotice error={error} title={t('workbench.try.failed')} />
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t('workbench.try.cancel')}
        </Button>
        <Button
          type="submit"
          variant="primary"
          isDisabled={!owner || !name || isSending}
        >
          {t('workbench.try.submit')}
        </Button>
      </DialogFooter>
    </form>
  );
}
