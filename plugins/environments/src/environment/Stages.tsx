import { Text, VisuallyHidden } from '@backstage/ui';
import {
  RiCheckboxCircleFill,
  RiCircleLine,
  RiCloseCircleFill,
  RiLoader4Line,
} from '@remixicon/react';
import { Operation, Stage } from '@sandlot/plugin-environments-common';
import { formatDuration } from '../format/time';
import { useNow } from '../hooks/useNow';
import { useTranslation } from '../hooks/useTranslation';
import styles from './Stages.module.css';

const ICONS = {
  Pending: RiCircleLine,
  Running: RiLoader4Line,
  Succeeded: RiCheckboxCircleFill,
  Failed: RiCloseCircleFill,
};

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
      <Text as="h3" id="stages" variant="title-x-small">
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
      <ol className={styles.stages}>
        {stages.map(stage => (
          <StageItem key={stage.name} stage={stage} now={now} />
        ))}
      </ol>
      <Text as="p" variant="body-small" color="secondary">
        {t('environment.stages.total')}{' '}
        {formatDuration(elapsed(requestedAt, finishedAt, now))}
      </Text>
    </section>
  );
}

function StageItem(props: { stage: Stage; now: Date }) {
  const { title, state, startedAt, finishedAt, message } = props.stage;
  const t = useTranslation();
  const Icon = ICONS[state];
  return (
    <li className={styles.stage} data-state={state}>
      <Icon size={20} aria-hidden="true" className={styles.icon} />
      <div className={styles.text}>
        <span className={styles.title}>{title}</span>
        <span className={styles.state}>
          {t(`environment.stages.${state}`)}
          {startedAt &&
            ` · ${formatDuration(elapsed(startedAt, finishedAt, props.now))}`}
        </span>
        {message && <span className={styles.message}>{message}</span>}
      </div>
    </li>
  );
}

function elapsed(from: string, to: string | undefined, now: Date): number {
  return (to ? Date.parse(to) : now.getTime()) - Date.parse(from);
}
