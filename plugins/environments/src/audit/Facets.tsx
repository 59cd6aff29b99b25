import { Link } from '@backstage/ui';
import { AuditSummary } from '@sandlot/plugin-environments-common';
import { useTranslation } from '../hooks/useTranslation';
import styles from './Facets.module.css';
import { AuditFilterState } from './filter/useAuditFilter';
import { useFilterText } from './filter/useFilterText';

/** What most of the found records are about; outcomes are with the chart. */
const SHOWN = ['actor', 'action', 'template', 'cluster'] as const;
const MOST = 5;

/** The most frequent values, each a link that narrows the log to it. */
export function Facets(props: {
  filter: AuditFilterState;
  summary: AuditSummary;
}) {
  const { filter, summary } = props;
  const t = useTranslation();
  const toText = useFilterText();
  const shown = SHOWN.filter(
    name => summary.facets[name].length > 0 && !filter.values[name],
  );
  return shown.length > 0 ? (
    <dl className={styles.facets} aria-label={t('audit.facets')}>
      {shown.map(name => (
        <div key={name} className={styles.facet}>
          <dt>{t(`audit.filter.${name}`)}</dt>
          {summary.facets[name].slice(0, MOST).map(({ value, count }) => (
            <dd key={value}>
              <Link href={filter.linkTo({ [name]: value })} title={value}>
                {toText(name, value)}
              </Link>{' '}
              <span className={styles.count}>
                {count.toLocaleString('en-US')}
                {summary.isAtLeast && '+'}
              </span>
            </dd>
          ))}
        </div>
      ))}
    </dl>
  ) : null;
}
