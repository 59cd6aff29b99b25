import { ApprovalView, OperationView, World } from './World';
import { ENDS, History } from './history';
import { accessInvariants } from './access';
import { agreementInvariants } from './agreements';
import { ways } from './expected';
import { ownerInvariants } from './owners';
import { shareInvariants } from './shares';
import { PLACES, offer } from './modelTemplate';
import { liveIn, operationOf, placedIn } from './predict';

type Invariant = (world: World, history: History) => string[];

/** What holds at every moment, whatever happened; docs/reliability.md tells them to people. */
export const invariants: Record<string, Invariant> = {
  ...agreementInvariants,
  ...accessInvariants,
  ...shareInvariants,
  ...ownerInvariants,

  'what is asked of people stays as it was asked, and as it was decided': (
    { approvals, now },
    history,
  ) =>
    approvals.flatMap(approval => {
      const { id, state, expiresAt, digest, count, decisions } = approval;
      const was = history.approvals.get(id);
      if (!was) return [];
      const isKept =
        expiresAt === was.expiresAt &&
        digest === was.digest &&
        count === was.count &&
        (was.state === 'pending' || was.state === state) &&
        was.decisions.every(one => decisions.some(({ by }) => by === one.by));
      const isEarly = state === 'expired' && now < expiresAt;
      return isKept && !isEarly ? [] : [`${id}: ${JSON.stringify(was)}`];
    }),

  'the log tells of each that somebody was asked, and how it ended': (
    { approvals },
    { told },
  ) =>
    approvals.flatMap(({ id, state, decisions }) => {
      const lines = told.get(id) ?? [];
      const count = (line: string) => lines.filter(one => one === line).length;
      const isTold =
        count('approval.request requested') === 1 &&
        count('approval.decide succeeded') === decisions.length &&
        count('approval.expire observed') === Number(state === 'expired') &&
        count('approval.remind observed') <= 1;
      return isTold ? [] : [`${id} is ${state}: ${lines.join(', ')}`];
    }),

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
      return isOver({ state }) ||
        state === 'AwaitingApproval' ||
        operationId === id
        ? []
        : [`${kind} ${id} of ${environmentId} is ${state}`];
    }),

  'the phase is that of the table of transitions': world =>
    world.environments.flatMap(environment => {
      const { id, phase } = environment;
      const { kind, state, before } = operationOf(world, environment);
      const { during, to } = ways[kind];
      const phases: Record<OperationView['state'], unknown[]> = {
        // It has no environment in hand, and changes nothing.
        AwaitingApproval: [],
        Queued:
          kind === 'create'
            ? [during, 'Waiting', 'AwaitingApproval']
            : [during],
        Running: [during],
        Succeeded: [to],
        Failed: ['Failed'],
        Cancelled: [before],
      };
      return phases[state].includes(phase)
        ? []
        : [`${id} is ${phase} with a ${kind} that is ${state}`];
    }),

  'the trail has no gap': (world, { trails, records }) => [
    ...world.operations.flatMap(operation =>
      findGaps(
        operation,
        world.approvals.filter(one => one.operationId === operation.id),
        trails,
      ),
    ),
    // Numbers are given in the order in which records can be seen.
    ...(world.recordCount === records
      ? []
      : [`${world.recordCount} records are there, and ${records} were seen`]),
  ],
};

function findGaps(
  operation: OperationView,
  asked: ApprovalView[],
  trails: History['trails'],
): string[] {
  const { id, kind } = operation;
  const { stages = [], open = new Set<string>() } = trails.get(id) ?? {};
  // What waits for agreement is authorized by the last of it.
  const isAgreed = asked.every(({ state }) => state === 'approved');
  const beginning = isAgreed ? ['requested', 'authorized'] : ['requested'];
  const ends = stages.slice(beginning.length);
  const isBegun = beginning.every((stage, index) => stages[index] === stage);
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
  return !['AwaitingApproval', 'Queued', 'Running'].includes(state);
}

function repeated(keys: string[]): string[] {
  return keys.filter((key, index) => keys.indexOf(key) < index);
}
