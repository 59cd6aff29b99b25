import { EnvironmentView, OperationView, RecordView, World } from './World';
import { ways } from './expected';
import { PLACES, offer } from './modelTemplate';
import { liveIn, operationOf, placedIn } from './predict';

/** What is known of a run from all that was seen of it. */
export interface History {
  /** Of each environment as it was last seen. */
  earlier: Map<string, EnvironmentView>;
  /** Of each operation. */
  trails: Map<string, Trail>;
  lastSequence: number;
  records: number;
  /** UIDs of namespaces that others made. */
  strangers: Set<string>;
}

interface Trail {
  /** Of the operation as a whole, in their order. */
  stages: string[];
  /** Calls that were begun, and of which no end is recorded. */
  open: Set<string>;
  epoch: number;
}

export function newHistory(): History {
  return {
    earlier: new Map(),
    trails: new Map(),
    lastSequence: 0,
    records: 0,
    strangers: new Set(),
  };
}

type Invariant = (world: World, history: History) => string[];

const ENDS = ['succeeded', 'failed', 'unknown'];

/** What holds at every moment, whatever happened; docs/reliability.md tells them to people. */
export const invariants: Record<string, Invariant> = {
  'at most one live namespace for an environment': ({ namespaces }) =>
    repeated(
      namespaces
        .filter(one => one.environmentId && !one.isTerminating)
        .map(one => one.environmentId!),
    ),

  'the namespace of an environment is the one that was made for it': (
    { environments, namespaces },
    { earlier, strangers },
  ) =>
    environments.flatMap(({ id, uid, phase }) => {
      const known = earlier.get(id)?.uid;
      const live = namespaces.find(one => one.environmentId === id);
      return [
        ...(known && uid !== known ? [`${id}: ${known}, then ${uid}`] : []),
        ...(uid && strangers.has(uid)
          ? [`${id} has somebody else's ${uid}`]
          : []),
        ...(uid && live && live.uid !== uid && phase !== 'Deleted'
          ? [`${id}: ${live.uid} is there, ${uid} is known`]
          : []),
      ];
    }),

  'no two environments have a namespace in common': ({ environments }) =>
    repeated(environments.map(({ namespace }) => namespace)),

  'what was made ahead is given away once, and never comes back': (
    { environments, operations },
    { earlier },
  ) =>
    environments.flatMap(({ id, isPooled }) => {
      const claims = operations.filter(
        ({ environmentId, kind }) => environmentId === id && kind === 'claim',
      ).length;
      const comesBack = isPooled && earlier.get(id)?.isPooled === false;
      return claims > (isPooled ? 0 : 1) || comesBack
        ? [`${id} with ${claims} claims, in the pool: ${isPooled}`]
        : [];
    }),

  'what is nobody’s yet is the portal’s, and does not expire': ({
    environments,
  }) =>
    environments
      .filter(
        ({ isPooled, owner, expiresAt, deleteAt }) =>
          isPooled !== owner.startsWith('system:') ||
          (isPooled && (expiresAt !== 0 || deleteAt !== null)),
      )
      .map(({ id, owner }) => `${id} of ${owner}`),

  'the end of a lease never comes nearer': ({ environments }, { earlier }) =>
    environments.flatMap(({ id, expiresAt, deleteAt }) => {
      const was = earlier.get(id);
      if (!was) return [];
      const isNearer =
        expiresAt < was.expiresAt ||
        (deleteAt !== null && was.deleteAt !== null && deleteAt < was.deleteAt);
      return isNearer ? [`${id}: ${was.expiresAt}, then ${expiresAt}`] : [];
    }),

  'nothing expires before its end': ({ environments, now }, { earlier }) =>
    environments.flatMap(({ id, deleteAt, expiresAt }) =>
      deleteAt !== null &&
      (earlier.get(id)?.deleteAt ?? null) === null &&
      now < expiresAt
        ? [`${id} at ${now}, and its end is ${expiresAt}`]
        : [],
    ),

  'what is under legal hold is not deleted': ({ environments }, { earlier }) =>
    environments
      .filter(
        ({ id, isHeld, phase }) =>
          isHeld &&
          ['Deleting', 'Deleted'].includes(phase) &&
          earlier.get(id)?.isHeld,
      )
      .map(({ id }) => id),

  'no more environments than the limits and places say': world => {
    const live = liveIn(world);
    const owners = [...new Set(live.map(({ owner }) => owner))];
    const placed = placedIn(world).length;
    return [
      ...owners
        .map(owner => live.filter(one => one.owner === owner).length)
        .filter(count => count > offer.perOwner)
        .map(count => `${count} of an owner`),
      ...(live.length > offer.total ? [`${live.length} in all`] : []),
      ...(placed > PLACES ? [`${placed} on the cluster`] : []),
    ];
  },

  'an owner has one environment of a name': world =>
    repeated(liveIn(world).map(({ owner, name }) => `${owner} ${name}`)),

  'an environment is in the hands of its last operation alone': world =>
    world.operations.flatMap(({ id, environmentId, kind, state }) => {
      const { operationId } = world.environments.find(
        environment => environment.id === environmentId,
      )!;
      return isOver({ state }) || operationId === id
        ? []
        : [`${kind} ${id} of ${environmentId} is ${state}`];
    }),

  'the phase is that of the table of transitions': world =>
    world.environments.flatMap(environment => {
      const { id, phase } = environment;
      const { kind, state, before } = operationOf(world, environment);
      const { during, to } = ways[kind];
      const expected = {
        Queued: kind === 'create' ? [during, 'Waiting'] : [during],
        Running: [during],
        Succeeded: [to],
        Failed: ['Failed'],
        Cancelled: [before],
      }[state];
      return expected.includes(phase)
        ? []
        : [`${id} is ${phase} with a ${kind} that is ${state}`];
    }),

  'the trail has no gap': (world, { trails, records }) => [
    ...world.operations.flatMap(operation => findGaps(operation, trails)),
    // Numbers are given in the order in which records can be seen.
    ...(world.recordCount === records
      ? []
      : [`${world.recordCount} records are there, and ${records} were seen`]),
  ],
};

/** Adds what is new to the history. @returns records that should not be where they are */
export function follow(world: World, history: History): string[] {
  return world.records.flatMap(record => addTo(history, record));
}

/** An operation whose records nobody is to look at: it was over before the run. */
export function skip(operationId: string, history: History): void {
  const stages = ['requested', 'authorized', 'succeeded'];
  history.trails.set(operationId, { stages, open: new Set(), epoch: 0 });
}

/** What was seen is earlier now. */
export function remember(world: World, history: History): void {
  for (const environment of world.environments) {
    history.earlier.set(environment.id, environment);
  }
}

function addTo(history: History, record: RecordView): string[] {
  const { sequence, operationId, action, stage, attempt, epoch } = record;
  const { kind, name } = record.target;
  const breaches: string[] = [];
  const breach = (words: string) =>
    breaches.push(`${sequence} ${action} ${kind ?? ''} ${stage}: ${words}`);
  if (sequence <= history.lastSequence) breach('the sequence does not rise');
  history.lastSequence = sequence;
  history.records += 1;

  const isCall = action.startsWith('kubernetes.');
  // What is about an operation, and not a part of it.
  if (action === 'environment.cancel' || action === 'environment.admit') {
    return breaches;
  }
  const key = operationId ?? (isCall ? record.correlationId : undefined);
  if (!key) return breaches;
  const trail = history.trails.get(key) ?? {
    stages: [],
    open: new Set(),
    epoch: 0,
  };
  history.trails.set(key, trail);
  if (trail.stages.some(one => ENDS.includes(one))) breach('after the end');
  if (epoch !== undefined && stage !== 'unknown') {
    if (epoch < trail.epoch) breach(`of epoch ${epoch} after ${trail.epoch}`);
    trail.epoch = Math.max(trail.epoch, epoch);
  }
  if (!isCall) {
    trail.stages.push(stage);
    return breaches;
  }
  const call = [action, attempt, kind, name].join(' ');
  if (stage === 'attempt') {
    if (trail.open.has(call)) breach('begun twice');
    trail.open.add(call);
  } else if (!trail.open.delete(call)) breach('was never begun');
  return breaches;
}

function findGaps(
  operation: OperationView,
  trails: History['trails'],
): string[] {
  const { id, kind } = operation;
  const { stages = [], open = new Set<string>() } = trails.get(id) ?? {};
  const [first, second, ...ends] = stages;
  const isBegun = first === 'requested' && second === 'authorized';
  const isWhole = isOver(operation)
    ? ends.length === 1 && ENDS.includes(ends[0]) && open.size === 0
    : ends.length === 0;
  return isBegun && isWhole
    ? []
    : [
        `${kind} ${id} is ${operation.state}, recorded as ${stages.join(
          ', ',
        )}; without an end: ${[...open].join(', ') || 'none'}`,
      ];
}

function isOver({ state }: Pick<OperationView, 'state'>): boolean {
  return state !== 'Queued' && state !== 'Running';
}

function repeated(keys: string[]): string[] {
  return keys.filter((key, index) => keys.indexOf(key) < index);
}
