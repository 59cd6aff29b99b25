import { LoggerService } from '@backstage/backend-plugin-api';
import { isError, stringifyError, toError } from '@backstage/errors';
import { Operation } from '@sandlot/plugin-environments-common';
import { AccessRevoker } from '../access/AccessRevoker';
import { ClusterError } from '../clusters/ClusterError';
import { Clusters } from '../clusters/Clusters';
import { Store } from '../database/Store';
import { OperationRow } from '../database/rows';
import { backoffSeconds } from '../domain/backoff';
import { operationFailure } from '../domain/failure';
import { withCondition } from '../domain/conditions';
import { phaseAfter } from '../domain/lifecycle';
import { FencedError } from './FencedError';
import { AfterFailure, OperationScope } from './OperationScope';
import { PhaseFailure } from './PhaseFailure';
import { UnwrittenError } from './UnwrittenError';
import { applyWaves } from './applyWaves';
import { deleteNamespace } from './deleteNamespace';
import { drainNamespace } from './drainNamespace';
import { noteSizes, scaleDown } from './hibernate';
import { noteSuccess } from './noteSuccess';
import { pruneObjects } from './pruneObjects';
import { forgetSizes, requireSoundBefore, scaleUp } from './resume';
import { runChecks } from './runChecks';
import { verifyEnvironment } from './verifyEnvironment';

/** Done, or to be looked at again after so many seconds. */
export type PhaseResult = { requeueAfterSeconds: number } | undefined;

/** Hears of each try that has to be done again, and why. */
export type OnRetry = (operation: OperationRow, reason: string) => void;

type Phase = (scope: OperationScope) => Promise<PhaseResult>;

const proving: Phase[] = [verifyEnvironment, runChecks, forgetSizes];
/** Also what hibernation failed on, and is brought to Ready another way, wakes up. */
const waking: Phase[] = [scaleUp, ...proving];

const phases: Record<Operation['kind'], Phase[]> = {
  create: [applyWaves, verifyEnvironment, runChecks],
  upgrade: [applyWaves, pruneObjects, ...waking],
  rollback: [applyWaves, pruneObjects, ...waking],
  revert: [applyWaves, verifyEnvironment, runChecks],
  claim: [applyWaves, pruneObjects, verifyEnvironment, runChecks],
  transfer: [applyWaves, pruneObjects, ...waking],
  hibernate: [noteSizes, scaleDown],
  resume: [scaleUp, requireSoundBefore, ...proving],
  restore: [scaleUp, requireSoundBefore, ...proving],
  // Done when they are written.
  extend: [],
  addMember: [],
  removeMember: [],
  delete: [deleteNamespace, drainNamespace],
};

/**
 * Brings one environment nearer to what its operation wants. Each phase looks
 * at what is there, so that it may be begun again at any point; what it did is
 * written before the next thing is done.
 */
export class Reconciler {
  readonly #store: Store;
  readonly #clusters: Clusters;
  readonly #logger: LoggerService;
  readonly #afterFailure?: AfterFailure;
  readonly #onRetry?: OnRetry;
  readonly #leaseSeconds?: number;
  readonly #revoker: AccessRevoker;

  constructor(options: {
    store: Store;
    clusters: Clusters;
    logger: LoggerService;
    afterFailure?: AfterFailure;
    onRetry?: OnRetry;
    /** Absent: ten. All backends of a database have the same. */
    leaseSeconds?: number;
  }) {
    this.#store = options.store;
    this.#clusters = options.clusters;
    this.#logger = options.logger;
    this.#afterFailure = options.afterFailure;
    this.#onRetry = options.onRetry;
    this.#leaseSeconds = options.leaseSeconds;
    this.#revoker = new AccessRevoker(options);
  }

  /** @returns whether this worker had the operation in hand */
  async run(operationId: string): Promise<boolean> {
    const scope = await OperationScope.claim(
      this.#store,
      operationId,
      environment => this.#clusters.get(environment.cluster),
      { leaseSeconds: this.#leaseSeconds, afterFailure: this.#afterFailure },
    );
    if (!scope) return false;
    scope.keepAlive();
    try {
      await this.#runPhases(scope);
    } catch (error) {
      // To write what a fault means may come too late as well.
      await this.#settle(scope, error).catch(late =>
        this.#leave(scope.operation, late),
      );
    } finally {
      scope.letGo();
    }
    return true;
  }

  async #runPhases(scope: OperationScope): Promise<void> {
    for (const phase of phases[scope.operation.kind]) {
      const result = await phase(scope);
      if (result) {
        await scope.commit({
          afterSeconds: result.requeueAfterSeconds,
          failures: 0,
        });
        return;
      }
    }
    noteSuccess(scope);
    scope.noteEnvironment({
      phase: phaseAfter(scope.operation.kind, 'Succeeded'),
    });
    await scope.commit({ state: 'Succeeded' });
  }

  /** What a fault means for the operation: stop, try again later, or fail. */
  async #settle(scope: OperationScope, error: unknown): Promise<void> {
    if (error instanceof FencedError || error instanceof UnwrittenError) {
      this.#leave(scope.operation, error);
      return;
    }
    if (
      error instanceof PhaseFailure ||
      (error instanceof ClusterError && !error.isTransient)
    ) {
      await this.#fail(scope, error.reason, error.message);
      return;
    }
    await this.#tryLater(scope, error);
  }

  /** To another worker: there is one already, or will be when the lease has run out. */
  #leave({ id }: OperationRow, error: unknown): void {
    if (error instanceof FencedError) {
      this.#logger.info(`Let go of operation ${id}: ${error.message}`);
      return;
    }
    if (!(error instanceof UnwrittenError)) throw error;
    this.#logger.error(
      `Let go of operation ${id}, which is taken up again when its lease has run out: ${stringifyError(
        error,
      )}`,
    );
  }

  /** Also for faults of our own, so that none is tried without a pause or without a word. */
  async #tryLater(scope: OperationScope, error: unknown): Promise<void> {
    const failures = scope.operation.failures + 1;
    const retryAfter =
      error instanceof ClusterError ? error.retryAfterSeconds : undefined;
    const afterSeconds = backoffSeconds(failures, retryAfter);
    const message = isError(error) ? error.message : String(error);
    if (!(error instanceof ClusterError)) {
      this.#logger.error(
        `Operation ${
          scope.operation.id
        } met an unexpected fault: ${stringifyError(error)}`,
      );
    }
    noteCurrentStage(
      scope,
      'Running',
      `${message}. Trying again in ${afterSeconds} s`,
    );
    await scope.commit({ afterSeconds, failures });
    this.#onRetry?.(
      scope.operation,
      error instanceof ClusterError ? error.reason : 'Unexpected',
    );
  }

  async #fail(
    scope: OperationScope,
    reason: string,
    message: string,
  ): Promise<void> {
    if (scope.operation.kind === 'delete') await this.#shutOut(scope);
    noteCurrentStage(scope, 'Failed', message);
    const failure = operationFailure({
      kind: scope.operation.kind,
      reason,
      message,
      namespace: scope.environment.namespace,
      namespaceUid: scope.environment.namespaceUid,
    });
    scope.noteEnvironment({
      phase: phaseAfter(scope.operation.kind, 'Failed'),
      conditions: withCondition(
        scope.environment.conditions,
        { type: 'Ready', status: 'False', reason, message },
        new Date(),
      ),
    });
    scope.noteEvent({
      stage: 'failed',
      action: `environment.${scope.operation.kind}`,
      target: {},
      reason: `${reason}: ${message}`,
    });
    await scope.commit({ state: 'Failed', failure });
  }

  /** Access that was to go with the namespace, which stays. */
  async #shutOut({ environment }: OperationScope): Promise<void> {
    try {
      await this.#revoker.run(environment.id);
    } catch (error) {
      throw new UnwrittenError(toError(error).message, error);
    }
  }
}

function noteCurrentStage(
  scope: OperationScope,
  state: 'Running' | 'Failed',
  message: string,
): void {
  scope.noteStage(scope.currentStage().name, state, message);
}
