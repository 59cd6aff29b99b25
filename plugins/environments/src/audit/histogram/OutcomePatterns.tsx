import { AuditOutcome } from '@sandlot/plugin-environments-common';
import { useTranslation } from '../../hooks/useTranslation';
import { OUTCOMES } from '../filter/filterNames';
import styles from './Histogram.module.css';

/** Each outcome has a pattern besides its colour. */
const PATHS: Partial<Record<AuditOutcome, string>> = {
  failure: 'M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2',
  denied: 'M0,3 h6 M3,0 v6',
  unknown: 'M0,2 h6 M0,5 h6',
};

/** To be filled with, by every chart of the page. */
export function OutcomePatterns() {
  return (
    <defs>
      {Object.entries(PATHS).map(([outcome, path]) => (
        <pattern
          key={outcome}
          id={`audit-${outcome}`}
          width={6}
          height={6}
          patternUnits="userSpaceOnUse"
        >
          <rect
            width={6}
            height={6}
            className={styles[`${outcome}Colour`]}
            opacity={0.35}
          />
          <path d={path} className={styles[`${outcome}Line`]} strokeWidth={2} />
        </pattern>
      ))}
    </defs>
  );
}

/** How many there are of each outcome; pressed, only these are shown. */
export function OutcomeLegend(props: {
  counts: { value: string; count: number }[];
  isAtLeast: boolean;
  outcome: string | undefined;
  onOutcome: (outcome: AuditOutcome | undefined) => void;
}) {
  const { counts, isAtLeast, outcome, onOutcome } = props;
  const t = useTranslation();
  return (
    <span
      role="group"
      aria-label={t('audit.filter.outcome')}
      className={styles.legend}
    >
      {OUTCOMES.map(known => {
        const count = counts.find(({ value }) => value === known)?.count ?? 0;
        return count > 0 || outcome === known ? (
          <button
            key={known}
            type="button"
            className={styles.key}
            aria-pressed={outcome === known}
            onClick={() => onOutcome(outcome === known ? undefined : known)}
          >
            <svg width={12} height={12} aria-hidden="true">
              <rect className={styles[known]} width={12} height={12} />
            </svg>
            {t(`audit.outcome.${known}`)} {count.toLocaleString('en-US')}
            {isAtLeast && '+'}
          </button>
        ) : null;
      })}
    </span>
  );
}
