import { AuditReport } from '@sandlot/plugin-environments-common';
import { forwardRef } from 'react';
import { formatUtc } from '../../format/time';
import { useTranslation } from '../../hooks/useTranslation';
import { CreationsTable } from './CreationsTable';
import { ExceptionsTable } from './ExceptionsTable';
import { IntegrityStatement } from './IntegrityStatement';
import styles from './Report.module.css';

const FIGURES = [
  'created',
  'deleted',
  'live',
  'failed',
  'denied',
  'overrides',
  'approvals',
] as const;

/** The report as one reads it, on the screen and on paper. */
export const ReportView = forwardRef<HTMLElement, { report: AuditReport }>(
  ({ report }, ref) => {
    const t = useTranslation();
    const { figures, created, exceptions, withoutEnd } = report;
    return (
      <article ref={ref} className={styles.report}>
        <header>
          <h1>
            {t('auditReport.heading', {
              from: formatUtc(report.from),
              to: formatUtc(report.to),
            })}
          </h1>
          <p>
            {t('auditReport.generated', {
              time: formatUtc(report.generatedAt, { seconds: true }),
            })}
          </p>
          {report.isCut && (
            <p>
              <strong>{t('auditReport.cut')}</strong>
            </p>
          )}
        </header>
        <dl className={styles.figures}>
          {FIGURES.map(figure => (
            <div key={figure}>
              <dt>{t(`auditReport.figure.${figure}`)}</dt>
              <dd>{figures[figure].toLocaleString('en-US')}</dd>
            </div>
          ))}
        </dl>
        <IntegrityStatement integrity={report.integrity} />
        <section>
          <h2>{t('auditReport.exceptions.title')}</h2>
          <ExceptionsTable exceptions={exceptions} />
        </section>
        <section>
          <h2>{t('auditReport.created.title')}</h2>
          <CreationsTable
            items={created}
            label={t('auditReport.created.title')}
            empty={t('auditReport.created.none')}
          />
        </section>
        <section>
          <h2>{t('auditReport.withoutEnd.title')}</h2>
          <CreationsTable
            items={withoutEnd}
            label={t('auditReport.withoutEnd.title')}
            empty={t('auditReport.withoutEnd.none')}
          />
        </section>
      </article>
    );
  },
);
