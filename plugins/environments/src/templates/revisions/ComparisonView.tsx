import { Text } from '@backstage/ui';
import { RevisionComparison } from '@sandlot/plugin-environments-common';
import { FieldChanges } from '../../components/FieldChanges';
import { ObjectChanges } from '../../components/ObjectChanges';
import { useTranslation } from '../../hooks/useTranslation';
import styles from './ComparisonView.module.css';

/** What ops wrote, and what comes of it. */
export function ComparisonView(props: { comparison: RevisionComparison }) {
  const { template, objects } = props.comparison;
  const t = useTranslation();
  return (
    <div className={styles.room}>
      <div className={styles.sides}>
        <section aria-labelledby="changes-template">
          <Text as="h3" id="changes-template" weight="bold">
            {t('templates.changes.template')}
          </Text>
          {template.length > 0 ? (
            <FieldChanges
              label={t('templates.changes.templateLabel')}
              fields={template}
            />
          ) : (
            <Text as="p">{t('templates.changes.noTemplate')}</Text>
          )}
        </section>
        <section aria-labelledby="changes-objects">
          <Text as="h3" id="changes-objects" weight="bold">
            {t('templates.changes.objects')}
          </Text>
          {objects.length > 0 ? (
            <ObjectChanges
              label={t('templates.changes.objectsLabel')}
              objects={objects}
            />
          ) : (
            <Text as="p">{t('templates.changes.noObjects')}</Text>
          )}
        </section>
      </div>
    </div>
  );
}
