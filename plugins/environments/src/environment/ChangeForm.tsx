import {
  Alert,
  Button,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Skeleton,
} from '@backstage/ui';
import { Environment } from '@sandlot/plugin-environments-common';
import { FormEvent, useState } from 'react';
import { ErrorNotice } from '../components/ErrorNotice';
import ground from '../components/Ground.module.css';
import { ResourceView } from '../components/ResourceView';
import { Sentence } from '../components/Sentence';
import { errorMessage, hasStatus } from '../format/error';
import { useTranslation } from '../hooks/useTranslation';
import { ChangeContents } from './ChangeContents';
import { ChangeChoice, useChange } from './useChange';

/**
 * What exactly changes, and the button to agree to it. Nothing happens before
 * that, and nothing else after.
 */
export function ChangeForm(props: {
  environment: Environment;
  kind: 'upgrade' | 'rollback';
  onChanged: (environment: Environment) => void;
  onClose: () => void;
}) {
  const { environment, kind, onChanged, onClose } = props;
  const { name } = environment;
  const t = useTranslation();
  const [choice, setChoice] = useState<ChangeChoice>({});
  const change = useChange(environment, kind, choice);
  const { resource, isUpdating, isSending, error } = change;
  const preview = resource.data;
  const isAgreeable = preview?.agreement !== undefined && !isUpdating;
  const nothingThere =
    !preview &&
    kind === 'rollback' &&
    (hasStatus(resource.error, 404) || hasStatus(resource.error, 409));

  async function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    if (!preview || !isAgreeable || isSending) {
      return;
    }
    const changed = await change.agree(preview);
    if (changed) {
      onChanged(changed);
      onClose();
    }
  }

  return (
    <form onSubmit={submit} noValidate className={ground.raised}>
      <DialogHeader>{t(`environment.${kind}.title`, { name })}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          {nothingThere && resource.error ? (
            <Sentence>{errorMessage(resource.error)}</Sentence>
          ) : (
            <ResourceView resource={resource} skeleton={<ChangeSkeleton />}>
              {data => (
                <ChangeContents
                  environment={environment}
                  kind={kind}
                  preview={data}
                  isUpdating={isUpdating}
                  choice={choice}
                  onChoose={setChoice}
                />
              )}
            </ResourceView>
          )}
          {hasStatus(error, 409) ? (
            <Alert
              role="alert"
              status="warning"
              icon
              title={t(
                kind === 'upgrade' && environment.hold
                  ? 'environment.upgrade.held'
                  : 'environment.change.changedMeanwhile',
              )}
              description={error && errorMessage(error)}
            />
          ) : (
            error && (
              <ErrorNotice
                error={error}
                title={t(`environment.${kind}.failed`)}
              />
            )
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t('environment.change.cancel')}
        </Button>
        <Button
          type="submit"
          variant="primary"
          isDisabled={!isAgreeable || isSending}
        >
          {t(`environment.${kind}.action`)}
        </Button>
      </DialogFooter>
    </form>
  );
}

function ChangeSkeleton() {
  return (
    <Flex direction="column" gap="3">
      <Skeleton width="60%" height={20} />
      <Skeleton height={64} />
      <Skeleton height={64} />
    </Flex>
  );
}
