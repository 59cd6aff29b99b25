import { useApi } from '@backstage/frontend-plugin-api';
import {
  auditManagePermission,
  AuditSink,
} from '@sandlot/plugin-environments-common';
import { environmentsApiRef } from '../../api';
import { DataTable } from '../../components/DataTable';
import { ReasonDialog } from '../../components/ReasonDialog';
import { Sentence } from '../../components/Sentence';
import { StatusMark, Tone } from '../../components/StatusMark';
import { Time } from '../../components/Time';
import { useMay } from '../../hooks/useMay';
import { useTranslation } from '../../hooks/useTranslation';

const TONES: Record<AuditSink['state'], Tone> = {
  running: 'success',
  retrying: 'warning',
  parked: 'danger',
};

/** Where the records are sent on to, and how far each of them is. */
export function SinksPart(props: {
  sinks: AuditSink[];
  onResumed: () => void;
}) {
  const { sinks, onResumed } = props;
  const t = useTranslation();
  const api = useApi(environmentsApiRef);
  const mayResume = useMay(auditManagePermission);
  if (sinks.length === 0) {
    return <Sentence>{t('auditLog.sinks.none')}</Sentence>;
  }
  return (
    <DataTable
      label={t('auditLog.sinks.title')}
      items={sinks}
      getId={({ id }) => id}
      columns={[
        { id: 'id', label: t('auditLog.sinks.id'), render: ({ id }) => id },
        {
          id: 'kind',
          label: t('auditLog.sinks.kind'),
          render: ({ kind, format }) => `${kind}, ${format}`,
        },
        {
          id: 'behind',
          label: t('auditLog.sinks.behind'),
          render: ({ behind, nextIndex }) =>
            t('auditLog.sinks.place', {
              count: behind,
              number: behind.toLocaleString('en-US'),
              index: nextIndex,
            }),
        },
        {
          id: 'state',
          label: t('auditLog.state'),
          render: ({ id, state, problem, parkedAt }) => (
            <>
              <StatusMark tone={TONES[state]}>
                {t(`auditLog.sinks.states.${state}`)}
              </StatusMark>
              {parkedAt && (
                <div>
                  <Time value={parkedAt} seconds />
                </div>
              )}
              {problem && <div>{problem}</div>}
              {state === 'parked' && mayResume && (
                <ReasonDialog
                  size="small"
                  action={t('auditLog.sinks.resume')}
                  label={t('auditLog.sinks.resumeLabel', { id })}
                  title={t('auditLog.sinks.resumeTitle', { id })}
                  description={t('auditLog.sinks.resumeDescription')}
                  failed={t('auditLog.sinks.resumeFailed')}
                  act={async reason => {
                    await api.resumeAuditSink(id, { reason });
                    onResumed();
                  }}
                />
              )}
            </>
          ),
        },
      ]}
    />
  );
}
