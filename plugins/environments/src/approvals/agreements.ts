import {
  Approval,
  ApprovalDecision,
} from '@sandlot/plugin-environments-common';

/** The decisions that agree. */
export function agreementsOf({
  decisions,
}: Pick<Approval, 'decisions'>): ApprovalDecision[] {
  return decisions.filter(({ decision }) => decision === 'approve');
}
