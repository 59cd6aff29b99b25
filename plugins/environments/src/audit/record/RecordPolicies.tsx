import { AuditRecord, PolicyResult } from '@sandlot/plugin-environments-common';
import { useTranslation } from '../../hooks/useTranslation';
import { PolicyList } from '../../policies/PolicyList';

const SOURCES: unknown[] = ['template', 'cluster', 'portal'];

/** What each policy said; as it was written where this is no result that is known here. */
export function RecordPolicies(props: { record: AuditRecord }) {
  const { policies = [] } = props.record;
  const t = useTranslation();
  if (policies.length === 0) {
    return <>{t('audit.record.noPolicies')}</>;
  }
  return policies.every(isResult) ? (
    <PolicyList
      label={t('audit.record.policies')}
      policies={policies as PolicyResult[]}
    />
  ) : (
    <>{JSON.stringify(policies)}</>
  );
}

/** Records outlive the contract that they were written by. */
function isResult(value: Record<string, unknown>): boolean {
  return (
    typeof value.name === 'string' &&
    typeof value.effect === 'string' &&
    typeof value.message === 'string' &&
    typeof value.applied === 'boolean' &&
    SOURCES.includes(value.source)
  );
}
