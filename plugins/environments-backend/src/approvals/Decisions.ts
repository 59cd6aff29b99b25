import { ConflictError } from '@backstage/errors';
import { ApprovalDecisionRequest } from '@sandlot/plugin-environments-common';
import { ApprovalRow } from '../database/ApprovalsTable';
import { EnvironmentRow } from '../database/rows';
import { Store } from '../database/Store';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { Caller } from '../service/Caller';
import { admitApproved, endRefused } from './endApproval';
import { PendingChanges } from './PendingChanges';
import { RightToDecide, Viewer, rightToDecide } from './rightToDecide';

/** What came of a decision; or the approval as it is, for whoever may not decide on it. */
export type DecisionOutcome =
  | 'unchanged'
  | 'refused'
  | 'agreed'
  /** All have agreed, and it is made when there is room. */
  | 'admitted'
  /** All have agreed, and it is done. */
  | 'changed'
  | {
      approval: ApprovalRow;
      environment: EnvironmentRow;
      right: RightToDecide;
    };

/** Writes down decisions, and does what follows from the last one, in one transaction. */
export class Decisions {
  readonly #store: Store;
  readonly #changes: PendingChanges;

  constructor(options: { store: Store; changes: PendingChanges }) {
    this.#store = options.store;
    this.#changes = options.changes;
  }

  /** @throws ChangeOutdated, with nothing written, when it can't be done any more */
  async decide(
    caller: Caller,
    viewer: Viewer,
    seen: { approval: ApprovalRow; environment: EnvironmentRow },
    { decision, digest, reason }: ApprovalDecisionRequest,
  ): Promise<DecisionOutcome> {
    const { id, environmentId } = seen.approval;
    const judged =
      decision === 'approve'
        ? await this.#changes.judge(seen.approval, seen.environment)
        : undefined;
    return this.#store.transaction(async tx => {
      const environment = (await tx.environments.lock(environmentId))!;
      const approval = (await tx.approvals.get(id))!;
      const earlier = approval.decisions.find(one => one.by === viewer.ref);
      if (earlier?.decision === decision) return 'unchanged';
      const right = rightToDecide(approval, viewer);
      if (!right.mayDecide) return { approval, environment, right };
      if (approval.digest !== digest) {
        throw new ConflictError(
          'request/body/digest: this is not what the request is about: look at it again',
        );
      }
      const { onBehalfOf } = right;
      await tx.approvals.decide(id, {
        by: viewer.ref,
        onBehalfOf,
        decision,
        reason,
      });
      const { requirement } = approval;
      const agreed =
        approval.decisions.filter(one => one.decision === 'approve').length +
        (decision === 'approve' ? 1 : 0);
      await tx.record({
        ...aboutEnvironment(environment),
        action: 'approval.decide',
        stage: 'succeeded',
        correlationId: caller.correlationId,
        actor: { ...caller.actor, ...(onBehalfOf && { onBehalfOf }) },
        source: caller.source,
        operationId: approval.operationId,
        parameters: {
          approval: id,
          decision,
          by: requirement.by,
          policy: requirement.policy,
          digest,
          stillNeeded: decision === 'approve' ? requirement.count - agreed : 0,
        },
        reason,
      });
      if (decision === 'reject') {
        await tx.approvals.close(id, 'rejected');
        await endRefused(tx, caller, environment, approval, {
          reason: 'Rejected',
          message: `${viewer.ref} refused it: ${reason}`,
        });
        return 'refused';
      }
      tx.changed(environment.id);
      if (agreed < requirement.count) return 'agreed';
      await tx.approvals.close(id, 'approved');
      const all = (await tx.approvals.ofEnvironments([environment.id])).filter(
        ({ operationId }) => operationId === approval.operationId,
      );
      if (!all.every(({ state }) => state === 'approved')) return 'agreed';
      if (approval.change) {
        await this.#changes.make(tx, environment, all, judged);
        return 'changed';
      }
      await admitApproved(tx, environment, all);
      return 'admitted';
    });
  }
}
