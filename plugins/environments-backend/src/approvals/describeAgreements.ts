import { AuditRecord } from '@sandlot/plugin-environments-common';
import { ApprovalRow } from '../database/ApprovalsTable';

/** Who has agreed and which policy wanted it, for the record of what is done by it. */
export function describeAgreements(
  approvals: ApprovalRow[],
): AuditRecord['approvals'] {
  return approvals.map(({ id: approval, requirement, decisions }) => ({
    approval,
    by: requirement.by,
    count: requirement.count,
    policy: requirement.policy,
    source: requirement.source,
    decisions,
  }));
}
