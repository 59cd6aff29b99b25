import { ApprovalDecision } from '@sandlot/plugin-environments-common';
import { DataColumn, DataTable } from '../components/DataTable';
import { EntityName } from '../components/EntityName';
import { Sentence } from '../components/Sentence';
import { StatusMark } from '../components/StatusMark';
import { Time } from '../components/Time';
import { useRichTranslation, useTranslation } from '../hooks/useTranslation';

/** Who decided what, in whose place, why and when. */
export function DecisionsTable(props: {
  label: string;
  decisions: ApprovalDecision[];
}) {
  const { label, decisions } = props;
  const t = useTranslation();
  const rich = useRichTranslation();
  const columns: DataColumn<ApprovalDecision>[] = [
    {
      id: 'by',
      label: t('approvals.decision.column.by'),
      render: ({ by, onBehalfOf }) => (
        <>
          <EntityName entityRef={by} />
          {onBehalfOf && (
            <div>
              {rich('approvals.decision.inPlaceOf', {
                principal: <EntityName entityRef={onBehalfOf} />,
              })}
            </div>
          )}
        </>
      ),
    },
    {
      id: 'decision',
      label: t('approvals.decision.column.decision'),
      render: ({ decision }) => (
        <StatusMark tone={decision === 'approve' ? 'success' : 'danger'}>
          {t(`approvals.decision.${decision}`)}
        </StatusMark>
      ),
    },
    {
      id: 'reason',
      label: t('approvals.decision.column.reason'),
      render: ({ reason }) => reason,
    },
    {
      id: 'time',
      label: t('approvals.decision.column.time'),
      render: ({ decidedAt }) => <Time value={decidedAt} seconds />,
    },
  ];
  return decisions.length === 0 ? (
    <Sentence>{t('approvals.detail.noHistory')}</Sentence>
  ) : (
    <DataTable
      label={label}
      columns={columns}
      items={decisions}
      getId={({ by }) => by}
    />
  );
}
