import { LoggerService } from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import { Operation } from '@sandlot/plugin-environments-common';
import { ClusterError } from '../clusters/ClusterError';
import { Clusters } from '../clusters/Clusters';
import { Store } from '../database/Store';
import { backoffSeconds } from '../domain/backoff';
import { operationFailure } from '../domain/failure';
import { withCondition } from '../domain/conditions';
import { FencedError } from './FencedError';
import { AfterFailure, OperationScope } from './OperationScope';
import { PhaseFailure } from './PhaseFailure';
import { applyWaves } from './applyWaves';
import { deleteNamespace } from './deleteNamespace';
import { drainNamespace } from './drainNamespace';
import { pruneObjects } from './pruneObjects';
import { runChecks } from './runChecks';
import { verifyEnvironment } from './verifyEnvironment';

/** Done, or to be looked at again after so many seconds. */
export type PhaseResult = { requeueAfterSeconds: number } | undefined;

type Phase = (scope: OperationScope) => Promise<PhaseResult>;

const phases: Record<Operation['kind'], Phase[]> = {
  create: [applyWaves, verifyEnvironment, runChecks],
  upgrade: [applyWaves, pruneObjects, verifyEnvironment, runChecks],
  rollback: [applyWaves, pruneObjects, verifyEnvironment, runChecks],
  revert: [applyWaves, verifyEnvironment, runChecks],
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

  constructor(options: {
    store: Store;
    clusters: Clusters;
    logger: LoggerService;
    afterFailure?: AfterFailure;
  }) {
    this.#store = options.store;
    this.#clusters = options.clusters;
    this.#logger = options.logger;
    this.#afterFailure = options.afterFailure;
  }

  /** @returns whether this worker had the operation in hand */
  async run(operationId: string): Promise<boolean> {
    const scope = await OperationScope.claim(
      this.#store,
      operationId,
      environment => this.#clusters.get(environment.cluster),
      this.#afterFailure,
    );
    if (!scope) return false;
    scope.keepAlive();
    try {
      await this.#runPhases(scope);
    } catch (error) {
      await this.#settle(scope, error);
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
    scope.noteEvent({
      stage: 'succeeded',
      action: `environment.${scope.operation.kind}`,
      target: {},
      reason:
        scope.operation.kind === 'delete'
          ? 'The namespace and all that was in it are gone from the cluster'
          : 'Ready: quota, bindings and the owner’s rights were seen on the cluster',
    });
    await scope.commit({ state: 'Succeeded' });
  }

  /** What a fault means for the operation: stop, try again later, or fail. */
  async #settle(scope: OperationScope, error: unknown): Promise<void> {
    if (error instanceof FencedError) {
      this.#logger.info(
        `Let go of operation ${scope.operation.id}: ${error.message}`,
      );
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
  }

  async #fail(
    scope: OperationScope,
    reason: string,
    message: string,
  ): Promise<void> {
    noteCurrentStage(scope, 'Failed', message);
    const failure = operationFailure({
      kind: scope.operation.kind,
      reason,
      message,
      namespace: scope.environment.namespace,
      namespaceUid: scope.environment.namespaceUid,
    });
    scope.noteEnvironment({
      phase: 'Failed',
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
}

function noteCurrentStage(
  scope: OperationScope,
  state: 'Running' | 'Failed',
  message: string,
): void {
  scope.noteStage(scope.currentStage().name, state, message);
}
