import { ReactNode } from 'react';
import styles from './Facts.module.css';

/** Names and what they are; what is undefined is left out. */
export function Facts(props: { items: [string, ReactNode | undefined][] }) {
  return (
    <dl className={styles.facts}>
      {props.items
        .filter(([, value]) => value !== undefined)
        .map(([label, value]) => (
          <div key={label} className={styles.fact}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
