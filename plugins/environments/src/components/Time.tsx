import { formatLocal, formatUtc } from '../format/time';
import styles from './Time.module.css';

/** A moment in UTC; the reader's own clock on hover. */
export function Time(props: { value: string; seconds?: boolean }) {
  return (
    <time
      className={styles.time}
      dateTime={props.value}
      title={formatLocal(props.value)}
    >
      {formatUtc(props.value, { seconds: props.seconds })}
    </time>
  );
}
