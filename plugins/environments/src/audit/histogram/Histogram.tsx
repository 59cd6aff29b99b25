import { AuditOutcome } from '@sandlot/plugin-environments-common';
import { useId } from 'react';
import { formatUtc } from '../../format/time';
import { useTranslation } from '../../hooks/useTranslation';
import styles from './Histogram.module.css';
import { HistogramTable } from './HistogramTable';
import { OutcomeLegend, OutcomePatterns } from './OutcomePatterns';
import { Bucket, rangeOf, stackBars, totalOf } from './stackBars';
import { useRangeSelection } from './useRangeSelection';
import { useWidth } from './useWidth';

const HEIGHT = 96;

/** When the records are from, and how they ended; a part of it can be chosen. */
export function Histogram(props: {
  buckets: Bucket[];
  counts: { value: string; count: number }[];
  isAtLeast: boolean;
  outcome: string | undefined;
  onOutcome: (outcome: AuditOutcome | undefined) => void;
  onRange: (range: { from: string; to: string }) => void;
}) {
  const { buckets, onRange } = props;
  const t = useTranslation();
  const id = useId();
  const [frame, width] = useWidth<HTMLDivElement>(800);
  const selection = useRangeSelection(buckets.length, (one, other) =>
    onRange(rangeOf(buckets, one, other)),
  );
  if (buckets.length === 0) {
    return null;
  }
  const step = width / buckets.length;
  const most = Math.max(...buckets.map(totalOf));

  return (
    <figure className={styles.figure} aria-label={t('audit.histogram.title')}>
      <figcaption className={styles.caption}>
        <OutcomeLegend {...props} />
        <span className={styles.hint}>{t('audit.histogram.hint')}</span>
      </figcaption>
      <div ref={frame} className={styles.frame}>
        <svg
          role="listbox"
          aria-label={t('audit.histogram.label')}
          aria-multiselectable
          aria-orientation="horizontal"
          aria-activedescendant={
            selection.head === undefined ? undefined : `${id}-${selection.head}`
          }
          tabIndex={0}
          className={styles.chart}
          width={width}
          height={HEIGHT}
          onKeyDown={selection.onKeyDown}
          onFocus={selection.onFocus}
          onBlur={selection.onBlur}
          onPointerUp={selection.onUp}
          onPointerLeave={selection.onLeave}
        >
          <OutcomePatterns />
          {stackBars(buckets, HEIGHT).map((blocks, index) => (
            <g
              key={buckets[index].from}
              id={`${id}-${index}`}
              role="option"
              aria-selected={selection.isSelected(index)}
              aria-label={describe(buckets[index])}
              className={styles.bucket}
              onPointerDown={event => {
                event.preventDefault();
                selection.onDown(index);
              }}
              onPointerEnter={() => selection.onOver(index)}
            >
              <title>{describe(buckets[index])}</title>
              <rect
                className={styles.ground}
                x={index * step}
                y={0}
                width={step}
                height={HEIGHT}
              />
              {blocks.map(({ outcome, y, height }) => (
                <rect
                  key={outcome}
                  className={styles[outcome]}
                  x={index * step + Math.min(1, step / 8)}
                  y={y}
                  width={Math.max(1, step - Math.min(2, step / 4))}
                  height={height}
                />
              ))}
            </g>
          ))}
        </svg>
        <div className={styles.axis} aria-hidden="true">
          <span>{formatUtc(buckets[0].from)}</span>
          <span>{t('audit.histogram.most', { count: most })}</span>
          <span>{formatUtc(buckets[buckets.length - 1].to)}</span>
        </div>
      </div>
      <HistogramTable buckets={buckets} />
    </figure>
  );

  function describe(bucket: Bucket): string {
    const parts = (['failure', 'denied', 'unknown'] as const)
      .filter(outcome => bucket[outcome] > 0)
      .map(outcome => `${t(`audit.outcome.${outcome}`)}: ${bucket[outcome]}`);
    return [
      t('audit.histogram.bucket', {
        from: formatUtc(bucket.from),
        to: formatUtc(bucket.to),
        count: totalOf(bucket),
      }),
      ...parts,
    ].join(', ');
  }
}
