import { useState } from 'react';
import styles from '../../components/Choice.module.css';
import { useTranslation } from '../../hooks/useTranslation';
import { DraftField } from './DraftField';
import { parseUtc, toUtcText } from './utc';

/** A moment in UTC, to the minute. */
export function TimeField(props: {
  label: string;
  /** ISO 8601 */
  value: string | undefined;
  onCommit: (value: string | undefined) => void;
}) {
  const { label, value, onCommit } = props;
  const t = useTranslation();
  const [refused, setRefused] = useState<string>();

  function commit(text: string) {
    const time = parseUtc(text);
    const isRefused = text !== '' && time === undefined;
    setRefused(isRefused ? text : undefined);
    if (!isRefused) {
      onCommit(time);
    }
  }

  return (
    <DraftField
      className={styles.time}
      label={label}
      placeholder="2026-11-22 12:00"
      value={refused ?? toUtcText(value)}
      isInvalid={refused !== undefined}
      description={refused === undefined ? undefined : t('audit.range.problem')}
      onCommit={commit}
    />
  );
}
