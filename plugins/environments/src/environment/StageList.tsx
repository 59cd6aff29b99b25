import {
  RiCheckboxCircleFill,
  RiCircleLine,
  RiCloseCircleFill,
  RiLoader4Line,
} from '@remixicon/react';
import { Stage } from '@sandlot/plugin-environments-common';
import { elapsed, formatDuration } from '../format/time';
import { useTranslation } from '../hooks/useTranslation';
import styles from './StageList.module.css';

const ICONS = {
  Pending: RiCircleLine,
  Running: RiLoader4Line,
  Succeeded: RiCheckboxCircleFill,
  Failed: RiCloseCircleFill,
};

/** The stages of an operation, each with how it stands and how long it took. */
export function StageList(props: {
  stages: Stage[];
  now: Date;
  /** For a cell of a table: without room around them. */
  isCompact?: boolean;
}) {
  const { stages, now, isCompact } = props;
  return (
    <ol className={styles.stages} data-compact={isCompact}>
      {stages.map(stage => (
        <StageItem key={stage.name} stage={stage} now={now} />
      ))}
    </ol>
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
