import { Flex, Text } from '@backstage/ui';
import { ObjectChange } from '@sandlot/plugin-environments-common';
import { useTranslation } from '../hooks/useTranslation';
import { FieldChanges } from './FieldChanges';
import styles from './ObjectChanges.module.css';

/** What happens to each object, field by field. */
export function ObjectChanges(props: {
  label: string;
  objects: ObjectChange[];
  /** How many objects stay as they are, where that is known. */
  unchanged?: number;
}) {
  const { label, objects, unchanged = 0 } = props;
  const t = useTranslation();
  return (
    <Flex direction="column" gap="3">
      {objects.length === 0 ? (
        <Text as="p">{t('common.change.none')}</Text>
      ) : (
        <ul className={styles.list} aria-label={label}>
          {objects.map(object => (
            <Change
              key={`${object.apiVersion}/${object.kind}/${object.name}`}
              object={object}
            />
          ))}
        </ul>
      )}
      {unchanged > 0 && (
        <Text as="p" color="secondary">
          {t('common.change.unchanged', { count: unchanged })}
        </Text>
      )}
    </Flex>
  );
}

function Change(props: { object: ObjectChange }) {
  const { change, apiVersion, kind, name, fields, refusal } = props.object;
  const t = useTranslation();
  return (
    <li className={styles.object}>
      <div className={styles.head}>
        <span className={`${styles.change} ${styles[change]}`}>
          {t(`common.change.${change}`)}
        </span>
        <span title={apiVersion}>
          {kind} <code>{name}</code>
        </span>
      </div>
      {refusal && (
        <p className={styles.refusal}>
          {t('common.change.refused', { refusal })}
        </p>
      )}
      {fields.length > 0 && (
        <FieldChanges
          label={t('common.change.fields', { kind, name })}
          fields={fields}
        />
      )}
    </li>
  );
}
