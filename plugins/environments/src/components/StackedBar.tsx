import { Key, ReactNode } from 'react';
import styles from './StackedBar.module.css';

/** One part of a whole; its label says how much it is. */
export interface BarSegment {
  key: Key;
  value: number;
  colour: string;
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
        {segments.map(({ key, value, colour }) => (
          <span
            key={key}
            className={styles.segment}
            style={{ flexGrow: value, background: colour }}
          />
        ))}
      </div>
      {segments.length === 0 ? (
        <span>{props.empty}</span>
      ) : (
        <ul className={styles.legend}>
          {segments.map(({ key, colour, label }) => (
            <li key={key}>
              <span
                aria-hidden="true"
                className={styles.swatch}
                style={{ background: colour }}
              />
              <span>{label}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
