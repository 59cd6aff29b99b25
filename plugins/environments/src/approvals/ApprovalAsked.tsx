import { Approval } from '@sandlot/plugin-environments-common';
import { EntityName } from '../components/EntityName';
import { useTranslation } from '../hooks/useTranslation';
import { agreementsOf } from './agreements';

/** Who must agree, and how many of them have. */
export function ApprovalAsked(props: {
  approval: Pick<Approval, 'requirement' | 'decisions'>;
}) {
  const { requirement, decisions } = props.approval;
  const t = useTranslation();
  return (
    <>
      <EntityName entityRef={requirement.by} />,{' '}
      {t('approvals.progress', {
        agreed: String(agreementsOf({ decisions }).length),
        needed: String(requirement.count),
      })}
    </>
  );
}
