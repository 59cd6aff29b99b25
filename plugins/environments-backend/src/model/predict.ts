import { Phase } from '@sandlot/plugin-environments-common';
import { EnvironmentView, OperationView, World } from './World';
import { otherTier } from './ask';
import { Command } from './commands';
import { GUESTS, OWNERS } from './people';
import { isPossible, isRevocable, ways } from './expected';
import { LOSABLE, PLACES, offer } from './modelTemplate';

const HOUR = 60 * 60_000;
/** Nothing of it is on a cluster, nor was before its deletion. */
const PLACELESS: (Phase | null)[] = ['AwaitingApproval', 'Waiting'];
/** Nobody may have a lease that ends later. */
const LONGEST = 366 * 24 * HOUR;

/** What a request changes of its environment; nothing yet where it waits for agreement; undefined if it is refused. */
export type Prediction = Partial<EnvironmentView> | 'waits' | undefined;

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
      | 'create'
      | 'agree'
      | 'reject'
      | 'withdraw'
      | 'elevate'
      | 'grant'
      | 'giveBack'
      | 'enter'
      | 'share'
      | 'open'
      | 'read'
      | 'revoke'
      | 'leave'
      | 'comeBack';
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
      return isGone || phase === 'AwaitingApproval'
        ? undefined
        : { isHeld: true };
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
  const kind = request.do === 'resize' ? 'upgrade' : request.do;
  if (!isPossible(kind, environment)) return undefined;
  const during = { phase: ways[kind].during! };
  const orWaits = (change: Prediction, waits: boolean): Prediction => {
    if (!waits || change === undefined) return change;
    return waitsAlready(world, environment, kind) ? undefined : 'waits';
  };
  switch (request.do) {
    case 'hibernate':
      return { ...during, isAsleep: true };
    case 'revert':
      return environment.drifted.includes(LOSABLE) ? during : undefined;
    case 'upgrade':
      return { ...during, revision: undefined };
    case 'rollback': {
      const { earlier, earlierTier } = environment;
      return earlier === null
        ? undefined
        : { ...during, revision: earlier, tier: earlierTier! };
    }
    case 'resize':
      return orWaits(
        { ...during, tier: otherTier(environment.tier) },
        request.isNew,
      );
    case 'restore':
    case 'extend': {
      const expiresAt = world.now + request.hours * HOUR;
      const isEnd = isLaterEnd(expiresAt, world, environment);
      return orWaits(
        isEnd ? toEnd(request.do, expiresAt) : undefined,
        !request.isOps && expiresAt > environment.latestEnd,
      );
    }
    case 'transfer': {
      const to = OWNERS[request.owner];
      const isFree =
        to !== owner && !world.gone.includes(to) && hasRoomFor(world, to, name);
      return orWaits(
        isFree ? { ...during, ...toOwner(to) } : undefined,
        request.isNew,
      );
    }
    case 'addMember': {
      const ref = GUESTS[request.member];
      const isKnown = members.includes(ref) || owner === ref;
      return isKnown || world.gone.includes(ref)
        ? undefined
        : { members: [...members, ref] };
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

/** What another end of the lease changes. */
export function toEnd(
  kind: 'extend' | 'restore',
  expiresAt: number,
): Partial<EnvironmentView> {
  return kind === 'extend'
    ? { expiresAt }
    : { phase: ways.restore.during!, expiresAt, deleteAt: null };
}

/** Who was missed as its owner is not any more. */
export function toOwner(owner: string): Partial<EnvironmentView> {
  return { owner, isOwnerMissing: false, isOpsTold: false };
}

export function isLaterEnd(
  end: number,
  { now }: World,
  { expiresAt }: EnvironmentView,
): boolean {
  return end > Math.max(now, expiresAt) && end <= now + LONGEST;
}

export function hasRoomFor(world: World, owner: string, name: string): boolean {
  const theirs = liveIn(world).filter(one => one.owner === owner);
  return (
    theirs.length < offer.perOwner && theirs.every(one => one.name !== name)
  );
}

/** One change of a kind waits at a time; an extension and a restoration are of one. */
function waitsAlready(
  world: World,
  { id }: EnvironmentView,
  kind: OperationView['kind'],
): boolean {
  return world.operations.some(
    one =>
      one.environmentId === id &&
      one.state === 'AwaitingApproval' &&
      sortOf(one.kind) === sortOf(kind),
  );
}

function sortOf(kind: OperationView['kind']): string {
  return kind === 'restore' ? 'extend' : kind;
}

/** How it begins, and which one was made ahead, if one was; undefined if it is refused. */
export function predictCreation(
  world: World,
  { owner, name, isNew }: { owner: string; name: string; isNew: boolean },
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
  // Who must wait for agreement gets nothing that was made ahead, and has no place.
  if (isNew) return { to: { ...to, phase: 'AwaitingApproval', uid: null } };
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
      !PLACELESS.includes(one.phase) &&
      !PLACELESS.includes(operationOf(world, one).before),
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
