import { AuditReport } from '@sandlot/plugin-environments-common';
import { CodeBlock } from '../../components/CodeBlock';
import { formatUtc } from '../../format/time';
import { useTranslation } from '../../hooks/useTranslation';

/** What is proven of the period, against which checkpoint, and how to see it. */
export function IntegrityStatement(props: {
  integrity: AuditReport['integrity'];
}) {
  const { statement, records, fromIndex, toIndex, checkpoint } =
    props.integrity;
  const t = useTranslation();
  return (
    <section>
      <h2>{t('auditReport.integrity.title')}</h2>
      <p>{statement}</p>
      <p>
        {t('auditReport.integrity.records', {
          count: records,
          number: records.toLocaleString('en-US'),
        })}{' '}
        {fromIndex !== undefined &&
          toIndex !== undefined &&
          records > 0 &&
          t('auditReport.integrity.range', {
            from: fromIndex,
            to: String(BigInt(toIndex) - 1n),
          })}
      </p>
      {checkpoint && (
        <>
          <p>
            {t('auditReport.integrity.checkpoint', {
              size: checkpoint.size,
              time: formatUtc(checkpoint.signedAt, { seconds: true }),
            })}
          </p>
          <CodeBlock label={t('auditReport.integrity.note')}>
            {checkpoint.note}
          </CodeBlock>
        </>
      )}
      <p>{t('auditReport.integrity.how')}</p>
    </section>
  );
}
