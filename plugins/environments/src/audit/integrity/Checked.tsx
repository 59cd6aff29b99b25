import { AuditCheck } from '@sandlot/plugin-environments-common';
import { formatUtc } from '../../format/time';
import { useTranslation } from '../../hooks/useTranslation';

/** As a part of a sentence, when all records were compared with what was sealed. */
export function Checked(props: {
  check: AuditCheck;
  ago: (time: string) => string;
}) {
  const { check, ago } = props;
  const { last, running, faultCount } = check;
  const t = useTranslation();
  const place = running && {
    next: BigInt(running.nextIndex).toLocaleString('en-US'),
    size: BigInt(running.size).toLocaleString('en-US'),
  };
  if (!last) {
    return (
      <>
        {place
          ? t('audit.integrity.firstCheck', place)
          : t('audit.integrity.notChecked')}
        {faultCount > 0 &&
          t('audit.integrity.soFar', {
            faults: t('audit.integrity.faults', { count: faultCount }),
          })}
      </>
    );
  }
  return (
    <>
      <span title={formatUtc(last.endedAt, { seconds: true })}>
        {t('audit.integrity.checked', { ago: ago(last.endedAt) })}
        {faultCount > 0
          ? t('audit.integrity.faults', { count: faultCount })
          : t('audit.integrity.whole', {
              count: Number(last.records),
              records: BigInt(last.records).toLocaleString('en-US'),
            })}
      </span>
      {place && t('audit.integrity.checkRuns', place)}
    </>
  );
}
