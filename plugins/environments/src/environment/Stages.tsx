import { Text, VisuallyHidden } from '@backstage/ui';
import { Operation } from '@sandlot/plugin-environments-common';
import { elapsed, formatDuration } from '../format/time';
import { useNow } from '../hooks/useNow';
import { useTranslation } from '../hooks/useTranslation';
import { StageList } from './StageList';

/** The stages of an operation with their times, the current one moving. */
export function Stages(props: { operation: Operation }) {
  const { kind, state, stages, requestedAt, finishedAt } = props.operation;
  const t = useTranslation();
  const isOpen = state === 'Queued' || state === 'Running';
  const now = useNow(isOpen);
  const current =
    stages.find(({ state: s }) => s === 'Running' || s === 'Failed') ??
    [...stages].reverse().find(({ state: s }) => s === 'Succeeded');

  return (
    <section aria-labelledby="stages">
      <Text as="h2" id="stages" variant="title-x-small">
        {t(`environment.stages.${kind}`)}
      </Text>
      {/* The running times change every second; only stages are announced. */}
      <VisuallyHidden role="status" aria-live="polite">
        {current &&
          t('environment.stages.announce', {
            stage: current.title,
            state: t(`environment.stages.${current.state}`),
          })}
      </VisuallyHidden>
      <StageList stages={stages} now={now} />
      <Text as="p" variant="body-small" color="secondary">
        {t('environment.stages.total')}{' '}
        {formatDuration(elapsed(requestedAt, finishedAt, now))}
      </Text>
    </section>
  );
}
