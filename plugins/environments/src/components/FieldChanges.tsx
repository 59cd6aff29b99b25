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
export function FieldChanges(props: { label: string; fields: FieldChange[] }) {
  const { label, fields } = props;
  const t = useTranslation();
  const [isAllShown, setAllShown] = useState(false);
  const shown = isAllShown ? fields : fields.slice(0, FIRST);
  return (
    <>
      <ul className={styles.fields} aria-label={label}>
        {shown.map(({ path, before, after }) => (
          <li key={path}>
            <div className={styles.path}>{formatPointer(path)}</div>
            {before !== undefined && <Side side="before" value={before} />}
            {after !== undefined && <Side side="after" value={after} />}
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
function Side(props: { side: 'before' | 'after'; value: unknown }) {
  const { side, value } = props;
  const t = useTranslation();
  return (
    <div className={`${styles.side} ${styles[side]}`}>
      <span className={styles.word}>{t(`common.change.${side}`)} </span>
      <span aria-hidden="true">{side === 'before' ? '− ' : '+ '}</span>
      <code className={styles.text}>
        {stringify(value, { lineWidth: 0 }).trimEnd()}
      </code>
    </div>
  );
}
