import { EnvironmentView, OperationView, World } from './World';
import { Command } from './commands';
import { GUESTS, OWNERS } from './createModelEngine';
import { isPossible, isRevocable, ways } from './expected';
import { LOSABLE, PLACES, offer } from './modelTemplate';

const HOUR = 60 * 60_000;
/** Nobody may have a lease that ends later. */
const LONGEST = 366 * 24 * HOUR;

/** What a request changes of its environment; undefined if it is refused. */
export type Prediction = Partial<EnvironmentView> | undefined;

/** What somebody asks for an environment that is there. */
export type Request = Exclude<
  Command,
  {
    do:
      | 'work'
      | 'wake'
      | 'pass'
      | 'sweep'
      | 'squat'
      | 'replace'
      | 'lose'
      | 'create';
  }
>;

/** What becomes of a request for an environment, by the rules of the docs. */
export function predict(
  request: Request,
  world: World,
  environment: EnvironmentView,
): Prediction {
  const { phase, isHeld, members, owner, name } = environment;
  const isGone = phase === 'Deleting' || phase === 'Deleted';
  switch (request.do) {
    case 'hold':
      return isGone ? undefined : { isHeld: true };
    case 'endHold':
      return isGone || !isHeld ? undefined : { isHeld: false };
    case 'plan':
    case 'endPlan':
      return isGone ? undefined : {};
    case 'cancel':
      return predictCancellation(world, environment);
    default:
  }
  if (request.do === 'delete' && phase === 'Deleting') return {};
  if (!isPossible(request.do, environment)) return undefined;
  const during = { phase: ways[request.do].during! };
  switch (request.do) {
    case 'hibernate':
      return { ...during, isAsleep: true };
    case 'revert':
      return environment.drifted.includes(LOSABLE) ? during : undefined;
    case 'upgrade':
      return { ...during, revision: undefined };
    case 'rollback': {
      const { earlier } = environment;
      return earlier === null ? undefined : { ...during, revision: earlier };
    }
    case 'restore':
    case 'extend': {
      const expiresAt = world.now + request.hours * HOUR;
      const isEnd =
        expiresAt > Math.max(world.now, environment.expiresAt) &&
        expiresAt <= world.now + LONGEST &&
        (request.isOps || expiresAt <= environment.latestEnd);
      if (!isEnd) return undefined;
      return request.do === 'extend'
        ? { expiresAt }
        : { ...during, expiresAt, deleteAt: null };
    }
    case 'transfer': {
      const to = OWNERS[request.owner];
      const theirs = liveIn(world).filter(one => one.owner === to);
      const isFree =
        theirs.length < offer.perOwner &&
        theirs.every(one => one.name !== name);
      return to !== owner && isFree ? { ...during, owner: to } : undefined;
    }
    case 'addMember': {
      const ref = GUESTS[request.member];
      return members.includes(ref) ? undefined : { members: [...members, ref] };
    }
    case 'removeMember': {
      const ref = GUESTS[request.member];
      return members.includes(ref)
        ? { members: members.filter(one => one !== ref) }
        : undefined;
    }
    default:
      return during;
  }
}

/** How it begins, and which one was made ahead, if one was; undefined if it is refused. */
export function predictCreation(
  world: World,
  owner: string,
  name: string,
): { warm?: string; to: Partial<EnvironmentView> } | undefined {
  const live = liveIn(world);
  const theirs = live.filter(one => one.owner === owner);
  if (
    theirs.some(one => one.name === name) ||
    theirs.length >= offer.perOwner ||
    live.length >= offer.total
  ) {
    return undefined;
  }
  const to = {
    owner,
    name,
    isPooled: false,
    expiresAt: world.now + offer.lease,
    latestEnd: world.now + offer.longestLease,
  };
  const warm = pooledIn(world).find(({ phase }) => phase === 'Ready')?.id;
  if (warm) return { warm, to: { ...to, phase: ways.claim.during! } };
  const phase = isFull(world) ? 'Waiting' : 'Provisioning';
  return { to: { ...to, phase, uid: null } };
}

/** What becomes of the pool of one, when it is looked after. */
export function predictPool(world: World): {
  /** Whether one is made. */
  makes: boolean;
  /** Ids of those that are given up. */
  gone: string[];
} {
  const pooled = pooledIn(world);
  return {
    makes:
      !isFull(world) &&
      pooled.every(({ phase }) => ['Failed', 'Deleting'].includes(phase)),
    gone: pooled.filter(({ phase }) => phase === 'Failed').map(({ id }) => id),
  };
}

/** Nobody’s yet, by their ids. */
function pooledIn({ environments }: World): EnvironmentView[] {
  return environments.filter(
    ({ isPooled, phase }) => isPooled && phase !== 'Deleted',
  );
}

/** What somebody has; nobody’s limits count what was made ahead. */
export function liveIn({ environments }: World): EnvironmentView[] {
  return environments.filter(
    ({ phase, isPooled }) => phase !== 'Deleted' && !isPooled,
  );
}

/** Who waits already comes first. */
function isFull(world: World): boolean {
  const waiting = liveIn(world).filter(({ phase }) => phase === 'Waiting');
  return placedIn(world).length + waiting.length >= PLACES;
}

/** Those that take a place on the cluster: not who waits, nor who is deleted while waiting. */
export function placedIn(world: World): EnvironmentView[] {
  return [...liveIn(world), ...pooledIn(world)].filter(
    one =>
      one.phase !== 'Waiting' && operationOf(world, one).before !== 'Waiting',
  );
}

export function operationOf(
  { operations }: World,
  { operationId }: EnvironmentView,
): OperationView {
  return operations.find(({ id }) => id === operationId)!;
}

function predictCancellation(
  world: World,
  environment: EnvironmentView,
): Prediction {
  const operation = operationOf(world, environment);
  if (!isRevocable(operation, environment)) return undefined;
  if (operation.kind === 'create') return { phase: 'Deleting' };
  return {
    phase: operation.before!,
    ...(operation.kind === 'hibernate' && { isAsleep: environment.hasSizes }),
  };
}
