import { TextField } from '@backstage/ui';
import { useEffect, useState } from 'react';
import styles from '../../components/Choice.module.css';

/**
 * A text of a filter. It asks when one is done typing, for every question to
 * the log is a record.
 */
export function DraftField(props: {
  label: string;
  placeholder: string;
  value: string;
  isInvalid?: boolean;
  className?: string;
  description?: string;
  onCommit: (value: string) => void;
}) {
  const { label, placeholder, value, isInvalid, description, onCommit } = props;
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);

  function commit() {
    if (draft.trim() !== value) {
      onCommit(draft.trim());
    }
  }

  return (
    <div className={`${styles.choice} ${props.className ?? ''}`}>
      <TextField
        label={label}
        description={description}
        size="small"
        placeholder={placeholder}
        validationBehavior="aria"
        isInvalid={isInvalid}
        value={draft}
        onChange={setDraft}
        onBlur={commit}
        onKeyDown={event => event.key === 'Enter' && commit()}
      />
    </div>
  );
}
