import {
  ApprovalDecisionRequest,
  ApprovalDelegation,
  ApprovalDelegationRequest,
  ApprovalDetail,
  ApprovalsFilter,
  PolicySimulation,
  PolicySimulationRequest,
} from '@sandlot/plugin-environments-common';
import { FakeAudit } from './FakeAudit';
import { DANA } from './fixtures';

/** Approvals as the contract describes them, in memory. */
export abstract class FakeApprovals extends FakeAudit {
  approvals: ApprovalDetail[] = [];
  delegations: ApprovalDelegation[] = [];
  /** What the next simulation answers. */
  simulation?: PolicySimulation;
  readonly simulationRequests: PolicySimulationRequest[] = [];

  async listApprovals(filter: ApprovalsFilter = {}) {
    await this.check('listApprovals');
    const { state = 'open', scope = 'mine' } = filter;
    const items = this.approvals
      .map(({ approval }) => approval)
      .filter(
        approval =>
          (approval.state === 'pending') === (state === 'open') &&
          (scope !== 'requested' || approval.requestedBy === DANA) &&
          (scope !== 'mine' || approval.requestedBy !== DANA),
      );
    return this.page(items, filter.cursor);
  }

  async getApproval(approvalId: string) {
    await this.check('getApproval');
    return (
      this.approvals.find(({ approval }) => approval.id === approvalId) ??
      this.missing('approval')
    );
  }

  async decideApproval(
    approvalId: string,
    { decision, reason }: ApprovalDecisionRequest,
  ) {
    await this.check('decideApproval');
    const { approval, ...rest } = await this.getApproval(approvalId);
    const decided: ApprovalDetail = {
      ...rest,
      approval: {
        ...approval,
        state: decision === 'approve' ? 'approved' : 'rejected',
        mayDecide: false,
        decisions: [
          ...approval.decisions,
          { by: DANA, decision, reason, decidedAt: new Date().toISOString() },
        ],
      },
    };
    this.approvals = this.approvals.map(one =>
      one.approval.id === approvalId ? decided : one,
    );
    return decided;
  }

  async listApprovalDelegations() {
    await this.check('listApprovalDelegations');
    return { items: this.delegations };
  }

  async delegateApprovals(body: ApprovalDelegationRequest) {
    await this.check('delegateApprovals');
    const delegation = {
      id: `00000000-0000-7000-8000-00000000000${this.delegations.length}`,
      from: DANA,
      ...body,
    };
    this.delegations = [...this.delegations, delegation];
    return delegation;
  }

  async endApprovalDelegation(delegationId: string) {
    await this.check('endApprovalDelegation');
    this.delegations = this.delegations.filter(({ id }) => id !== delegationId);
  }

  async simulatePolicies(body: PolicySimulationRequest) {
    await this.check('simulatePolicies');
    this.simulationRequests.push(body);
    return this.simulation ?? this.missing('simulation');
  }
}
