import { Time } from '../../components/Time';
import { formatUtc } from '../../format/time';
import { useTranslation } from '../../hooks/useTranslation';
import { LeaseDate } from './leaseTimeline';
import styles from './LeaseDates.module.css';

/** The dates of a lease in words. */
export function LeaseDates(props: { dates: LeaseDate[]; now: Date }) {
  const { dates, now } = props;
  const t = useTranslation();

  /** What became of a warning. */
  function fate({ kind, at, sentAt }: LeaseDate): string | undefined {
    if (kind !== 'expiryWarning' && kind !== 'deletionWarning') {
      return undefined;
    }
    if (sentAt) {
      return t('lifecycle.lease.sent', { time: formatUtc(sentAt) });
    }
    return t(
      Date.parse(at) > now.getTime()
        ? 'lifecycle.lease.toBeSent'
        : 'lifecycle.lease.notSent',
    );
  }

  return (
    <ol className={styles.dates} aria-label={t('lifecycle.lease.dates')}>
      {dates.map(date => (
        <li key={`${date.kind} ${date.at}`} data-kind={date.kind}>
          <span className={styles.time}>
            <Time value={date.at} />
          </span>{' '}
          <span>
            {t(`lifecycle.lease.date.${date.kind}`)}
            {fate(date) && (
              <span className={styles.fate}>{`: ${fate(date)}`}</span>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
