import {
  Alert,
  Button,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Skeleton,
  TextAreaField,
} from '@backstage/ui';
import { Environment } from '@sandlot/plugin-environments-common';
import { FormEvent, useState } from 'react';
import { pendingChanges } from '../approvals/pendingChanges';
import { ErrorNotice } from '../components/ErrorNotice';
import ground from '../components/Ground.module.css';
import { ResourceView } from '../components/ResourceView';
import { Sentence } from '../components/Sentence';
import { errorMessage, hasStatus } from '../format/error';
import { useTranslation } from '../hooks/useTranslation';
import { ChangeContents } from './ChangeContents';
import { ChangeChoice, useChange } from './useChange';

/** As the contract has it. */
const REASON_MIN_LENGTH = 3;
const REASON_MAX_LENGTH = 500;

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
  const [reason, setReason] = useState('');
  const change = useChange(environment, kind, choice);
  const { resource, isUpdating, isSending, error } = change;
  const preview = resource.data;
  const mustAgree = preview?.approvals !== undefined;
  const isWaiting =
    mustAgree &&
    pendingChanges(environment).some(({ change: { kind: of } }) => of === kind);
  const isReasonGood = !mustAgree || reason.trim().length >= REASON_MIN_LENGTH;
  const isAgreeable =
    preview?.agreement !== undefined &&
    !isUpdating &&
    isReasonGood &&
    !isWaiting;
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
    const changed = await change.agree(
      preview,
      mustAgree ? reason.trim() : undefined,
    );
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
          {isWaiting && (
            <Alert
              role="note"
              status="warning"
              icon
              title={t('approvals.change.alreadyUpgraded')}
            />
          )}
          {mustAgree && !isWaiting && (
            <TextAreaField
              label={t('common.reasoned.reason')}
              description={t('common.reasoned.reasonHelp')}
              isRequired
              validationBehavior="aria"
              maxLength={REASON_MAX_LENGTH}
              value={reason}
              onChange={setReason}
            />
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
          {mustAgree
            ? t('approvals.change.ask')
            : t(`environment.${kind}.action`)}
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
