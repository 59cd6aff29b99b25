import { AuditRecord } from '@sandlot/plugin-environments-common';
import { Facts } from '../../components/Facts';
import { StatusMark } from '../../components/StatusMark';
import { useTranslation } from '../../hooks/useTranslation';
import { AuditFilterState } from '../filter/useAuditFilter';
import { OutcomeMark } from '../OutcomeMark';
import { Mark, marksOf } from './marksOf';
import { RecordPolicies } from './RecordPolicies';
import { toTimeline } from './toTimeline';

/** How it ended, what it was measured by, what is unusual, and what came of it. */
export function AcceptableAnswer(props: {
  record: AuditRecord;
  trail: AuditRecord[] | undefined;
  filter: AuditFilterState;
}) {
  const { record, trail } = props;
  const t = useTranslation();
  const marks = marksOf(record);
  const last = trail?.at(-1);
  const open = trail ? toTimeline(trail).open : 0;

  function describe(mark: Mark): string {
    return t(`audit.mark.${mark}`);
  }
  return (
    <Facts
      items={[
        [t('audit.record.outcome'), <OutcomeMark outcome={record.outcome} />],
        [t('audit.record.stage'), t(`audit.stage.${record.stage}`)],
        [t('audit.record.policies'), <RecordPolicies record={record} />],
        [
          t('audit.record.exceptions'),
          marks.length > 0
            ? marks.map(mark => (
                <div key={mark}>
                  <StatusMark tone="warning">{describe(mark)}</StatusMark>
                </div>
              ))
            : t('audit.record.noExceptions'),
        ],
        [t('audit.record.attempt'), record.attempt?.toString()],
        [t('audit.record.epoch'), record.epoch?.toString()],
        [
          t('audit.record.after'),
          last && (
            <>
              {last.action} · {t(`audit.stage.${last.stage}`)}{' '}
              <OutcomeMark outcome={last.outcome} />
            </>
          ),
        ],
        [
          t('audit.record.openAttempts'),
          open > 0 ? (
            <StatusMark tone="warning">
              {t('audit.record.trailOpen', { count: open })}
            </StatusMark>
          ) : undefined,
        ],
      ]}
    />
  );
}
