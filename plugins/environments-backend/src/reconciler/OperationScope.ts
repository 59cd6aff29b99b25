import { setTimeout as wait } from 'node:timers/promises';
import { toError } from '@backstage/errors';
import {
  AuditActor,
  Failure,
  Stage,
} from '@sandlot/plugin-environments-common';
import { v7 as uuidv7 } from 'uuid';
import { AuditEvent } from '../audit/AuditEvent';
import { unresolved } from '../audit/unresolved';
import { Cluster, Fence } from '../clusters/Cluster';
import { AccessAccountRow } from '../database/AccessAccountsTable';
import { Store, Transaction } from '../database/Store';
import {
  ClaimedOperation,
  EnvironmentRow,
  OperationDetails,
  OperationRow,
} from '../database/rows';
import { withStage } from '../domain/stages';
import { Deadline } from './Deadline';
import { FencedError } from './FencedError';
import { UnwrittenError } from './UnwrittenError';

/** How long a worker may be silent before another one takes over. */
const LEASE_SECONDS = 10;
const RENEWALS_IN_A_LEASE = 3;

/** Before what could not be written is written again; it doubles each time. */
const FIRST_PAUSE_MILLISECONDS = 100;

type EnvironmentChange = Parameters<
  Transaction['environments']['updateFenced']
>[2];

/** What else is to be written with the failure of an operation. */
export type AfterFailure = (
  tx: Transaction,
  operation: OperationRow,
  environment: EnvironmentRow,
) => Promise<void>;

/** How a commit leaves the operation. */
type Ending =
  | { state: 'Succeeded' }
  | { state: 'Failed'; failure: Failure }
  | { afterSeconds: number; failures: number };

/**
 * An operation in the hands of one worker. The phases note what they have done
 * and seen; `commit` writes all of it, with the records, in one transaction
 * that fails as a whole if another worker has taken over.
 */
export class OperationScope {
  readonly operation: ClaimedOperation;
  readonly #store: Store;
  readonly #clusterOf: (environment: EnvironmentRow) => Cluster;
  readonly #afterFailure?: AfterFailure;
  /** The lease of this worker. */
  readonly leaseSeconds: number;
  #environment: EnvironmentRow;
  #stages: Stage[];
  #events: AuditEvent[] = [];
  #change: EnvironmentChange = {};
  #details: OperationDetails = {};
  #leaseEnd: Deadline;
  #renewal?: NodeJS.Timeout;

  /**
   * Takes the operation up: a new epoch, and an `unknown` record for each call
   * that an earlier worker began and of which no end is known.
   *
   * @returns undefined if it is done, not due or held by somebody else
   */
  static async claim(
    store: Store,
    operationId: string,
    clusterOf: (environment: EnvironmentRow) => Cluster,
    {
      leaseSeconds = LEASE_SECONDS,
      afterFailure,
    }: { leaseSeconds?: number; afterFailure?: AfterFailure } = {},
  ): Promise<OperationScope | undefined> {
    const leaseEnd = Deadline.in(leaseSeconds);
    // Two steps, no transaction: the second holds only while the first does, and
    // an operation that is held and not worked on is taken up when its lease ends.
    const operation = await store.operations.claim(operationId, leaseSeconds);
    if (!operation) return undefined;
    const environment = await store.environments.claim(
      operation.environmentId,
      operation,
    );
    if (!environment) return undefined;
    const scope = new OperationScope(
      store,
      operation,
      environment,
      clusterOf,
      leaseSeconds,
      leaseEnd,
      afterFailure,
    );
    if (operation.attempt > 1) await scope.#noteWhatIsUnknown();
    return scope;
  }

  private constructor(
    store: Store,
    operation: ClaimedOperation,
    environment: EnvironmentRow,
    clusterOf: (environment: EnvironmentRow) => Cluster,
    leaseSeconds: number,
    leaseEnd: Deadline,
    afterFailure?: AfterFailure,
  ) {
    this.#store = store;
    this.operation = operation;
    this.#environment = environment;
    this.#stages = operation.stages;
    this.#clusterOf = clusterOf;
    this.leaseSeconds = leaseSeconds;
    this.#leaseEnd = leaseEnd;
    this.#afterFailure = afterFailure;
  }

  /** An earlier worker may have made calls of which it did not live to know the end. */
  async #noteWhatIsUnknown(): Promise<void> {
    const open = await this.#store.audit.findOpenAttempts(this.operation.id);
    this.#events = open.map(unresolved).map(asNoted);
  }

  /** @throws InputError when the configuration no longer has it */
  get cluster(): Cluster {
    return this.#clusterOf(this.#environment);
  }

  /** Namespace of another environment of the cluster, if there is one. */
  async findNeighbour(): Promise<string | undefined> {
    const { id, cluster } = this.#environment;
    return this.#store.environments.findNeighbour(cluster, id);
  }

  /** What persons have into the environment, which is no part of its template. */
  async listAccess(): Promise<AccessAccountRow[]> {
    return this.#store.accessAccounts.listOf(this.#environment.id);
  }

  /** As it will be after the next commit. */
  get environment(): EnvironmentRow {
    return { ...this.#environment, ...this.#change };
  }

  /** Renews the lease until `letGo`. */
  keepAlive(): void {
    this.#renewal = setInterval(() => {
      const leaseEnd = Deadline.in(this.leaseSeconds);
      const { id, attempt } = this.operation;
      this.#store.operations
        .renewLease(id, attempt, this.leaseSeconds)
        .then(held => {
          if (held) this.#leaseEnd = leaseEnd;
        })
        // Not renewed: the lease runs out, and the fence says so.
        .catch(() => undefined);
    }, (this.leaseSeconds * 1000) / RENEWALS_IN_A_LEASE);
  }

  letGo(): void {
    clearInterval(this.#renewal);
  }

  /**
   * To be given with each call that changes the cluster, so that a worker that
   * was paused past its lease doesn't make it.
   */
  readonly fence: Fence = () => {
    if (this.#leaseEnd.isWithin(0)) {
      throw new FencedError('The lease on the operation has run out');
    }
  };

  stage(name: Stage['name']): Stage | undefined {
    return this.#stages.find(stage => stage.name === name);
  }

  /** The stage that is under way, or the next if none is. */
  currentStage(): Stage {
    return (
      this.#stages.find(({ state }) => state === 'Running') ??
      this.#stages.find(({ state }) => state === 'Pending') ??
      this.#stages[this.#stages.length - 1]
    );
  }

  noteStage(name: Stage['name'], state: Stage['state'], message?: string) {
    this.#stages = withStage(
      this.#stages,
      name,
      { state, message },
      new Date(),
    );
  }

  noteEnvironment(change: EnvironmentChange): void {
    this.#change = { ...this.#change, ...change };
  }

  /** What is known of the operation, as it will be after the next commit. */
  get details(): OperationDetails {
    return { ...this.operation.details, ...this.#details };
  }

  noteDetails(details: OperationDetails): void {
    this.#details = { ...this.#details, ...details };
  }

  /** @returns id of the record */
  noteEvent(
    event: Pick<AuditEvent, 'stage' | 'action' | 'target' | 'reason'> &
      Pick<Partial<AuditEvent>, 'parameters' | 'objectsDigest'>,
  ): string {
    const { actor } = this.operation;
    const ofKubernetes = event.action.startsWith('kubernetes.');
    const noted: AuditEvent = {
      ...event,
      actor: ofKubernetes ? portalOnBehalfOf(actor) : actor,
      correlationId: this.operation.correlationId,
      environmentId: this.environment.id,
      operationId: this.operation.id,
      epoch: this.#environment.epoch,
      attempt: this.operation.attempt,
      template: {
        ref: this.environment.templateRef,
        revision: this.environment.revision,
      },
      target: {
        cluster: this.environment.cluster,
        namespace: this.environment.namespace,
        namespaceUid: this.environment.namespaceUid,
        ...event.target,
      },
    };
    const record = asNoted(noted);
    this.#events.push(record);
    return record.eventId;
  }

  /**
   * Writes what was noted. While the database is away, or broke off and left it
   * open whether that was done, it is written again: records have their ids, and
   * all else depends on the epoch, so twice is as good as once.
   *
   * @throws FencedError when another worker has taken over: nothing is written
   * @throws UnwrittenError when it could not be written in time, for all that is known
   */
  async commit(ending?: Ending): Promise<void> {
    for (let pause = FIRST_PAUSE_MILLISECONDS; ; pause *= 2) {
      try {
        await this.#write(ending);
        break;
      } catch (error) {
        const { name, message } = toError(error);
        if (name === 'FencedError') throw error;
        const isLate = this.#leaseEnd.isWithin(pause);
        if (name !== 'ServiceUnavailableError' || isLate) {
          throw new UnwrittenError(message, error);
        }
        await wait(pause);
      }
    }
    this.#environment = { ...this.#environment, ...this.#change };
    this.#change = {};
    this.#events = [];
  }

  async #write(ending?: Ending): Promise<void> {
    const { id, epoch } = this.#environment;
    await this.#store.transaction(async tx => {
      if (!(await tx.environments.updateFenced(id, epoch, this.#change))) {
        throw new FencedError('Another worker has taken the operation over');
      }
      if (this.#change.phase === 'Deleted') {
        await tx.environmentRenders.removeAllOf(id);
      }
      await tx.record(...this.#events);
      if (Object.keys(this.#details).length > 0) {
        await tx.operations.addDetails(this.operation.id, this.#details);
      }
      if (ending && 'state' in ending) {
        await tx.operations.finish(
          this.operation.id,
          ending.state,
          this.#stages,
          'failure' in ending ? ending.failure : undefined,
        );
        if (ending.state === 'Failed') {
          await this.#afterFailure?.(tx, this.operation, this.environment);
        }
      } else {
        await tx.operations.setStages(this.operation.id, this.#stages);
      }
      if (ending && 'afterSeconds' in ending) {
        await tx.operations.release(this.operation.id, ending);
        await tx.enqueue(this.operation.id, ending.afterSeconds);
      }
      tx.changed(id);
    });
  }
}

/** Known by its id when it is written again. */
function asNoted(event: AuditEvent) {
  return { ...event, eventId: uuidv7(), time: new Date().toISOString() };
}

/** The portal acts, but for somebody: both are said. */
function portalOnBehalfOf(actor: AuditActor): AuditActor {
  return {
    ref: 'plugin:environments',
    kind: 'system',
    groups: [],
    onBehalfOf: actor.onBehalfOf ?? actor.ref,
    authMethod: 'worker',
  };
}
