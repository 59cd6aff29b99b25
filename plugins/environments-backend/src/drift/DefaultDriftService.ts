import { ConflictError } from '@backstage/errors';
import {
  Drift,
  DriftDecision,
  Environment,
} from '@sandlot/plugin-environments-common';
import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { Clusters } from '../clusters/Clusters';
import { LeaseTerms } from '../domain/lease';
import { DriftRow } from '../database/DriftsTable';
import { Store, Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { identityOf, isSameObject } from '../domain/objectIdentity';
import { Caller } from '../service/Caller';
import { EnvironmentViews } from '../service/EnvironmentViews';
import { Once } from '../service/Once';
import { ProblemsError } from '../service/ProblemsError';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { lockPermitted } from '../service/lockPermitted';
import { notFound } from '../service/notFound';
import { acceptChange } from '../upgrades/acceptChange';
import { requireWithinAYear } from '../upgrades/requireWithinAYear';
import { DriftService } from './DriftService';
import { planAcceptance, readLive } from './planAcceptance';
import { recordedFields } from './recordedFields';
import { requireAllowed } from './requireAllowed';
import { withDrift } from './withDrift';

/** Does what is asked. It trusts that the caller may. */
export class DefaultDriftService implements DriftService {
  readonly #store: Store;
  readonly #clusters: Clusters;
  readonly #once: Once;

  static create(options: {
    store: Store;
    clusters: Clusters;
    leaseTerms?: LeaseTerms;
  }): DefaultDriftService {
    return new DefaultDriftService(options);
  }

  private constructor(options: {
    store: Store;
    clusters: Clusters;
    leaseTerms?: LeaseTerms;
  }) {
    this.#store = options.store;
    this.#clusters = options.clusters;
    const views = new EnvironmentViews(options);
    this.#once = new Once({ store: options.store, views });
  }

  async get(_caller: Caller, id: string): Promise<Drift> {
    const environment = await this.#store.environments.get(id);
    if (!environment) throw notFound(id);
    const [rows, checkedAt, operation] = await Promise.all([
      this.#store.drifts.of(id),
      this.#store.drifts.checkedAt(environment.cluster),
      this.#store.operations.get(environment.operationId),
    ]);
    // What was looked at before it was what it is now says nothing about it.
    const isOfIt =
      environment.phase === 'Ready' &&
      operation?.finishedAt &&
      checkedAt &&
      checkedAt > operation.finishedAt;
    return {
      checkedAt: isOfIt ? checkedAt.toISOString() : undefined,
      items: rows.map(({ foundAt, ...row }) => ({
        ...row,
        foundAt: foundAt.toISOString(),
      })),
    };
  }

  async decide(
    caller: Caller,
    id: string,
    asked: DriftDecision,
  ): Promise<Environment> {
    const decision = withUntil(asked);
    let live: KubernetesObject[] = [];
    const { environment } = await this.#once.answerIfKeyed(
      caller,
      { action: 'environment.decideDrift', id, ...asked },
      {
        prepare: async () => {
          const known = await this.#store.environments.get(id);
          if (!known) throw notFound(id);
          live = await this.#readLive(known, decision);
        },
        work: async tx => {
          const decided = await decideIn(tx, caller, id, decision, live);
          // Where there is no work, the key stands with the one that is there.
          const operation = (await tx.operations.get(decided.operationId))!;
          return { environment: decided, operation };
        },
      },
    );
    return environment;
  }

  /** Before the transaction: a cluster may take its time. It is asked about known drift only. */
  async #readLive(
    environment: EnvironmentRow,
    decision: DriftDecision,
  ): Promise<KubernetesObject[]> {
    if (decision.decision !== 'accept') return [];
    const known = await this.#store.drifts.of(environment.id);
    return readLive(
      this.#clusters.get(environment.cluster),
      environment,
      chooseDrifts(known, decision),
    );
  }
}

async function decideIn(
  tx: Transaction,
  caller: Caller,
  id: string,
  decision: DriftDecision,
  live: KubernetesObject[],
): Promise<EnvironmentRow> {
  const locked = await lockPermitted(tx, caller, id);
  if (locked.phase !== 'Ready') {
    throw new ConflictError(
      `Environment ${locked.name} is ${locked.phase}: drift is decided on while it is Ready`,
    );
  }
  const chosen = chooseDrifts(await tx.drifts.of(id), decision);
  switch (decision.decision) {
    case 'revert':
      return revert(tx, caller, locked, decision, chosen);
    case 'except':
      return except(tx, caller, locked, decision, chosen);
    default:
      return accept(tx, caller, locked, decision, chosen, live);
  }
}

/** @throws ProblemsError for an object that has not drifted */
function chooseDrifts(known: DriftRow[], { objects }: DriftDecision) {
  return objects.map((object, index) => {
    const found = known.find(isSameObject(object));
    if (found) return found;
    throw new ProblemsError([
      {
        path: `/objects/${index}`,
        message: `${object.kind} ${object.name} has not drifted, or no longer`,
      },
    ]);
  });
}

/** @throws ProblemsError where a time is needed and there is none that will do */
function withUntil(decision: DriftDecision): DriftDecision {
  if (decision.decision !== 'except') return decision;
  if (!decision.until) {
    throw new ProblemsError([
      { path: '/until', message: 'It is needed to except something' },
    ]);
  }
  return {
    ...decision,
    until: requireWithinAYear('/until', decision.until, new Date()),
  };
}

async function revert(
  tx: Transaction,
  caller: Caller,
  environment: EnvironmentRow,
  { reason }: DriftDecision,
  chosen: DriftRow[],
): Promise<EnvironmentRow> {
  if (chosen.some(({ kind, missing }) => missing && kind === 'Namespace')) {
    throw new ConflictError(
      `The namespace of environment ${environment.name} is gone and is not made again: delete the environment`,
    );
  }
  requireAllowed(environment.manifests, chosen);
  const only = environment.manifests
    .filter(manifest => chosen.some(isSameObject(manifest)))
    .map(identityOf);
  const accepted = await acceptChange(tx, caller, environment, {
    kind: 'revert',
    only,
    reason,
    parameters: { objects: only.map(object => ({ ...object })) },
  });
  return accepted.environment;
}

async function except(
  tx: Transaction,
  caller: Caller,
  environment: EnvironmentRow,
  { reason, until }: DriftDecision,
  chosen: DriftRow[],
): Promise<EnvironmentRow> {
  await tx.drifts.except(environment.id, chosen, {
    by: caller.actor.ref,
    reason,
    until: until!,
  });
  return settle(tx, caller, environment, {
    action: 'environment.exceptDrift',
    reason,
    parameters: {
      until: until!,
      objects: chosen.map(({ kind, name }) => ({ kind, name })),
    },
  });
}

async function accept(
  tx: Transaction,
  caller: Caller,
  environment: EnvironmentRow,
  { reason }: DriftDecision,
  chosen: DriftRow[],
  live: KubernetesObject[],
): Promise<EnvironmentRow> {
  const { manifests, checks, changes, droppedChecks } = planAcceptance(
    environment,
    chosen,
    live,
  );
  await tx.environments.remake(environment.id, { manifests, checks });
  await tx.drifts.remove(environment.id, chosen);
  return settle(tx, caller, environment, {
    action: 'environment.acceptDrift',
    reason,
    parameters: {
      objects: changes,
      accepted: chosen.map(drift => ({
        kind: drift.kind,
        name: drift.name,
        missing: drift.missing,
        fields: recordedFields(drift),
      })),
      ...(droppedChecks.length > 0 && { droppedChecks }),
    },
  });
}

async function settle(
  tx: Transaction,
  caller: Caller,
  environment: EnvironmentRow,
  event: Pick<
    Parameters<Transaction['record']>[0],
    'action' | 'reason' | 'parameters'
  >,
): Promise<EnvironmentRow> {
  const { id } = environment;
  await tx.environments.setConditions(
    id,
    withDrift(environment.conditions, await tx.drifts.of(id), new Date()),
  );
  await tx.record({
    ...aboutEnvironment(environment),
    ...event,
    stage: 'succeeded',
    correlationId: caller.correlationId,
    actor: caller.actor,
    source: caller.source,
    authorization: caller.authorization,
  });
  tx.changed(id);
  return (await tx.environments.get(id))!;
}
