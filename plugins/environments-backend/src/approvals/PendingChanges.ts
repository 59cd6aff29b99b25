import { ConflictError, isError } from '@backstage/errors';
import { ApprovalRow } from '../database/ApprovalsTable';
import { EnvironmentRow, OperationRow, StoredChange } from '../database/rows';
import { Store, Transaction } from '../database/Store';
import { whyNotNow } from '../domain/lifecycle';
import { Requester } from '../lifecycle/requests/RequestHandler';
import { stateOf } from '../lifecycle/stateOf';
import { JudgedChange } from '../policies/judgeChange';
import { ChangeMaker } from './ChangeMaker';
import { endChange } from './endChange';

type AskedOperation = OperationRow & { details: { change: StoredChange } };

/** What a request is refused with for what it says, or for how things are. */
const REFUSALS = ['InputError', 'ConflictError', 'NotAllowedError'];

/** What was asked for can't be done any more; its message says why. */
export class ChangeOutdated extends Error {}

/** Changes that wait for agreement: what is done when the last one has agreed. */
export class PendingChanges {
  readonly #store: Store;
  readonly #makers: Record<'lifecycle' | 'upgrades', ChangeMaker>;

  constructor(options: {
    store: Store;
    makers: Record<'lifecycle' | 'upgrades', ChangeMaker>;
  }) {
    this.#store = options.store;
    this.#makers = options.makers;
  }

  /**
   * What policies say now to a change that waits; undefined if it is none. Before the
   * transaction, which is not to wait for the catalog.
   *
   * @returns the refusal, where there is one: it counts once all others have agreed
   */
  async judge(
    approval: ApprovalRow,
    environment: EnvironmentRow,
  ): Promise<JudgedChange | ChangeOutdated | undefined> {
    const operation = await this.#store.operations.get(approval.operationId);
    if (!isAwaiting(operation)) return undefined;
    const { change } = operation.details;
    try {
      return await this.#makerOf(change).judge(
        requesterOf(operation),
        environment,
        change,
      );
    } catch (error) {
      return outdatedBy(error);
    }
  }

  /**
   * Does what all have agreed to, in the transaction of the last of them.
   *
   * @param environment - locked in this transaction
   * @throws ChangeOutdated when it can't be done any more; ConflictError when it can't be done
   * just now. Neither is to be committed
   */
  async make(
    tx: Transaction,
    environment: EnvironmentRow,
    approvals: ApprovalRow[],
    judged: JudgedChange | ChangeOutdated | undefined,
  ): Promise<void> {
    const [{ operationId, digest }] = approvals;
    const operation = await tx.operations.get(operationId);
    if (!isAwaiting(operation) || !judged) {
      throw new ConflictError('It was decided in this very moment');
    }
    if (judged instanceof ChangeOutdated) throw judged;
    requireNow(operation, environment);
    const requester = {
      ...requesterOf(operation),
      policies: judged.results.length > 0 ? judged.results : undefined,
      agreement: {
        digest,
        approvals,
        asOf: operation.details.change.asOf,
      },
    };
    const maker = this.#makerOf(operation.details.change);
    try {
      await maker.make(tx, requester, environment, operation, judged);
    } catch (error) {
      throw outdatedBy(error);
    }
  }

  /** What is to be done once it is committed. */
  async made({ operationId, environmentId }: ApprovalRow): Promise<void> {
    const operation = await this.#store.operations.get(operationId);
    const change = operation?.details.change;
    if (change) await this.#makerOf(change).made?.(environmentId, change);
  }

  /** Ends what can't be done any more. Twice is as once: whoever is second finds it ended. */
  async end(
    { operationId, environmentId }: ApprovalRow,
    { message }: ChangeOutdated,
  ): Promise<void> {
    await this.#store.transaction(async tx => {
      const environment = (await tx.environments.lock(environmentId))!;
      const operation = await tx.operations.get(operationId);
      if (!isAwaiting(operation)) return;
      await endChange(tx, environment, operation, {
        approvals: 'outdated',
        reason: 'Outdated',
        message,
      });
    });
  }

  #makerOf({ request }: StoredChange): ChangeMaker {
    return request.kind === 'upgrade'
      ? this.#makers.upgrades
      : this.#makers.lifecycle;
  }
}

function isAwaiting(
  operation: OperationRow | undefined,
): operation is AskedOperation {
  return operation?.state === 'AwaitingApproval';
}

/** Whoever asked, as they were then. */
function requesterOf({
  actor,
  correlationId,
  details,
}: AskedOperation): Requester {
  return { actor, correlationId, authorization: details.authorization };
}

/** What passes by itself, such as sleep, is waited for; what doesn't is the end of it. */
function requireNow(
  { kind }: AskedOperation,
  environment: EnvironmentRow,
): void {
  const state = stateOf(environment);
  const refusal = whyNotNow(kind, state);
  if (!refusal) return;
  if (kind === 'restore' && !state.hasExpired) {
    throw new ChangeOutdated(refusal);
  }
  throw new ConflictError(
    `Environment ${environment.name} can't do that now: ${refusal}. Your decision was not taken down: agree when it is`,
  );
}

function outdatedBy(error: unknown): ChangeOutdated {
  if (isError(error) && REFUSALS.includes(error.name)) {
    return new ChangeOutdated(
      error.message.replace(/request\/(body|headers)\/?\S*: /g, ''),
    );
  }
  throw error;
}
