import { Button } from '@backstage/ui';
import { FieldChange } from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { stringify } from 'yaml';
import { formatPointer } from '../format/pointer';
import { useTranslation } from '../hooks/useTranslation';
import styles from './FieldChanges.module.css';

/** More than these are shown when asked for. */
const FIRST = 8;

/** Each place with what stood there and what will stand there, as YAML. */
export function FieldChanges(props: {
  label: string;
  /** Each with what there is to say of it, such as who did it. */
  fields: (FieldChange & { note?: string })[];
  /** What the two sides are called; before and after, unless told. */
  words?: { before: string; after: string };
}) {
  const { label, fields } = props;
  const t = useTranslation();
  const words = props.words ?? {
    before: t('common.change.before'),
    after: t('common.change.after'),
  };
  const [isAllShown, setAllShown] = useState(false);
  const shown = isAllShown ? fields : fields.slice(0, FIRST);
  return (
    <>
      <ul className={styles.fields} aria-label={label}>
        {shown.map(({ path, before, after, note }) => (
          <li key={path}>
            <div className={styles.path}>{formatPointer(path)}</div>
            {before !== undefined && (
              <Side side="before" word={words.before} value={before} />
            )}
            {after !== undefined && (
              <Side side="after" word={words.after} value={after} />
            )}
            {note && <div className={styles.note}>{note}</div>}
          </li>
        ))}
      </ul>
      {shown.length < fields.length && (
        <div>
          <Button variant="tertiary" onPress={() => setAllShown(true)}>
            {t('common.change.more', { count: fields.length - shown.length })}
          </Button>
        </div>
      )}
    </>
  );
}

/** Colour is not the only sign: the word is there for whoever cannot see it. */
function Side(props: {
  side: 'before' | 'after';
  word: string;
  value: unknown;
}) {
  const { side, word, value } = props;
  return (
    <div className={`${styles.side} ${styles[side]}`}>
      <span className={styles.word}>{word} </span>
      <span aria-hidden="true">{side === 'before' ? '− ' : '+ '}</span>
      <code className={styles.text}>
        {stringify(value, { lineWidth: 0 }).trimEnd()}
      </code>
    </div>
  );
}
