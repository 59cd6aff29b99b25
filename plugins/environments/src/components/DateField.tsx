import { useId } from 'react';
import styles from './DateField.module.css';

/** A day. */
export function DateField(props: {
  label: string;
  description: string;
  /** Such as `2026-11-22`; empty for none. */
  value: string;
  min: string;
  max?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
  isInvalid?: boolean;
  /** Id of what is said to be wrong with it. */
  problemsId?: string;
  onChange: (value: string) => void;
}) {
  const { label, description, value, min, max, isRequired, onChange } = props;
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <p id={`${id}-description`} className={styles.description}>
        {description}
      </p>
      <input
        id={id}
        className={styles.input}
        type="date"
        aria-describedby={[`${id}-description`, props.problemsId]
          .filter(Boolean)
          .join(' ')}
        aria-invalid={props.isInvalid || undefined}
        required={isRequired}
        disabled={props.isDisabled}
        min={min}
        max={max}
        value={value}
        onChange={event => onChange(event.target.value)}
      />
    </div>
  );
}
