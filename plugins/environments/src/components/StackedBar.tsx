import { Key, ReactNode } from 'react';
import styles from './StackedBar.module.css';

/** How a part looks: by what it means, or by its rank. */
export type BarTone =
  | 'success'
  | 'active'
  | 'danger'
  | 'warning'
  | 'neutral'
  | 'faint'
  | 'first'
  | 'second'
  | 'third'
  | 'fourth';

/** One part of a whole; its label says how much it is. */
export interface BarSegment {
  key: Key;
  value: number;
  tone: BarTone;
  label: ReactNode;
}

/** Parts of a whole, side by side; the list below says it in words. */
export function StackedBar(props: {
  label: string;
  segments: BarSegment[];
  /** What stands there when there are no parts. */
  empty: string;
}) {
  const segments = props.segments.filter(({ value }) => value > 0);
  return (
    <div role="group" aria-label={props.label} className={styles.figure}>
      <div className={styles.track} aria-hidden="true">
        {segments.map(({ key, value, tone }) => (
          <span
            key={key}
            className={`${styles.segment} ${styles[tone]}`}
            style={{ flexGrow: value }}
          />
        ))}
      </div>
      {segments.length === 0 ? (
        <span>{props.empty}</span>
      ) : (
        <ul className={styles.legend}>
          {segments.map(({ key, tone, label }) => (
            <li key={key}>
              <span
                aria-hidden="true"
                className={`${styles.swatch} ${styles[tone]}`}
              />
              <span>{label}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
