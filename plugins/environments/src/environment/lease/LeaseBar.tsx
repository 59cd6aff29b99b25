import { Environment } from '@sandlot/plugin-environments-common';
import { deletionOf } from '../../format/lease';
import { leaseTimeline } from './leaseTimeline';
import styles from './LeaseBar.module.css';

/**
 * The life of an environment as a line: what has passed, what is left, the time
 * to restore it, with a tick at each date. For the eye alone: the list of the
 * dates says the same.
 */
export function LeaseBar(props: {
  environment: Pick<Environment, 'createdAt' | 'lease'>;
  now: Date;
}) {
  const { environment, now } = props;
  const { createdAt, lease } = environment;
  if (!lease) {
    return null;
  }
  const start = Date.parse(createdAt);
  const expiry = Date.parse(lease.expiresAt);
  const end = Math.max(
    Date.parse(deletionOf(lease) ?? lease.expiresAt),
    start + 1,
  );
  const toPercent = (time: number) =>
    `${Math.min(100, Math.max(0, ((time - start) / (end - start)) * 100))}%`;

  return (
    <div className={styles.bar} aria-hidden="true">
      <div className={styles.track}>
        <span
          className={styles.restorable}
          style={{ insetInlineStart: toPercent(expiry) }}
        />
        <span
          className={styles.passed}
          style={{ width: toPercent(now.getTime()) }}
        />
      </div>
      {leaseTimeline(environment, now).map(({ kind, at }) => (
        <span
          key={`${kind} ${at}`}
          className={`${styles.tick} ${styles[kind]}`}
          style={{ insetInlineStart: toPercent(Date.parse(at)) }}
        />
      ))}
    </div>
  );
}
