import { formatUtc } from '../../format/time';
import { useTranslation } from '../../hooks/useTranslation';
import { OUTCOMES } from '../filter/filterNames';
import styles from './Histogram.module.css';
import { Bucket, totalOf } from './stackBars';

/** The same in numbers, without the buckets in which nothing was. */
export function HistogramTable(props: { buckets: Bucket[] }) {
  const t = useTranslation();
  const buckets = props.buckets.filter(bucket => totalOf(bucket) > 0);
  return (
    <details className={styles.numbers}>
      <summary>{t('audit.histogram.table')}</summary>
      <div
        className={styles.scroll}
        role="region"
        aria-label={t('audit.histogram.title')}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        <table>
          <thead>
            <tr>
              <th scope="col">{t('audit.histogram.period')}</th>
              {OUTCOMES.map(outcome => (
                <th key={outcome} scope="col">
                  {t(`audit.outcome.${outcome}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {buckets.map(bucket => (
              <tr key={bucket.from}>
                <th scope="row">
                  {formatUtc(bucket.from)} – {formatUtc(bucket.to)}
                </th>
                {OUTCOMES.map(outcome => (
                  <td key={outcome}>
                    {bucket[outcome].toLocaleString('en-US')}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
