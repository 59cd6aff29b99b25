import { Checkbox, Text } from '@backstage/ui';
import { DriftedObject, entityName } from '@sandlot/plugin-environments-common';
import { FieldChanges } from '../components/FieldChanges';
import { formatUtc } from '../format/time';
import { useTranslation } from '../hooks/useTranslation';
import styles from './DriftPart.module.css';

/** One object: who changed what of it, and whether that is excepted. */
export function DriftItem(props: {
  item: DriftedObject;
  isChosen: boolean;
  /** Without it one may only look. */
  onChoose?: (isChosen: boolean) => void;
}) {
  const { item, isChosen, onChoose } = props;
  const { kind, name, missing, fields, foundAt, exception } = item;
  const t = useTranslation();
  const title = `${kind} ${name}`;

  function toNote({ manager, time }: DriftedObject['fields'][number]) {
    if (!manager) {
      return undefined;
    }
    return time
      ? t('environment.drift.whoWhen', { manager, time: formatUtc(time) })
      : t('environment.drift.who', { manager });
  }

  return (
    <li className={styles.item}>
      {onChoose ? (
        <Checkbox isSelected={isChosen} onChange={onChoose}>
          {title}
        </Checkbox>
      ) : (
        <strong>{title}</strong>
      )}
      {missing && <Text as="p">{t('environment.drift.missing')}</Text>}
      {fields.length > 0 && (
        <FieldChanges
          label={t('common.change.fields', { kind, name })}
          fields={fields.map(field => ({
            path: field.path,
            before: field.expected,
            after: field.actual,
            note: toNote(field),
          }))}
          words={{
            before: t('environment.drift.expected'),
            after: t('environment.drift.actual'),
          }}
        />
      )}
      <Text as="p" variant="body-small">
        {t('environment.drift.foundAt', { time: formatUtc(foundAt) })}
      </Text>
      {exception && (
        <Text as="p">
          {t('environment.drift.excepted', {
            by: entityName(exception.by),
            until: formatUtc(exception.until),
            reason: exception.reason,
          })}
        </Text>
      )}
    </li>
  );
}
