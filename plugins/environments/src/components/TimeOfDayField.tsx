import { useId } from 'react';
import styles from './DateField.module.css';

/** A time of the day. */
export function TimeOfDayField(props: {
  label: string;
  /** Such as `08:00`; empty for none. */
  value: string;
  onChange: (value: string) => void;
}) {
  const { label, value, onChange } = props;
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <input
        id={id}
        className={styles.input}
        type="time"
        required
        value={value}
        onChange={event => onChange(event.target.value)}
      />
    </div>
  );
}
