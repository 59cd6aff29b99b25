import { BY_REQUEST, Change } from './Change';
import { EnvironmentView, World } from './World';
import { isPossible, ways } from './expected';
import type { History } from './history';
import { HEIR } from './people';
import { hasRoomFor, operationOf } from './predict';

/** Who is missed by every look for so long is gone. */
const CONFIRMED_AFTER = 60 * 60_000;
const CURRENT = ['requested', 'open'];

/** Of each whom all looks have missed of late, when the first did. */
export type Missed = Map<string, number>;

/** What becomes of all when the catalog is looked at. */
export function predictOwners(
  world: World,
  missed: Missed,
): { missed: Missed; each: NonNullable<Change['each']> } {
  const owned = ownedIn(world);
  const gone = goneIn(world, owned);
  if (isDoubted(world, owned, gone)) return { missed: new Map(), each: {} };
  const now = new Map(
    gone.map(ref => [ref, missed.get(ref) ?? world.now] as const),
  );
  const each: NonNullable<Change['each']> = {};
  let current = world;
  for (const { id } of owned) {
    const environment = current.environments.find(one => one.id === id)!;
    const to = isConfirmed(current, now, environment.owner)
      ? settle(current, environment)
      : clear(current, environment);
    if (!to) continue;
    each[id] = { to, may: to.owner === undefined ? [] : BY_REQUEST };
    current = {
      ...current,
      environments: current.environments.map(one =>
        one === environment ? { ...one, ...to } : one,
      ),
    };
  }
  return { missed: now, each };
}

function isConfirmed({ now }: World, missed: Missed, ref: string): boolean {
  const since = missed.get(ref);
  return since !== undefined && now - since >= CONFIRMED_AFTER;
}

/** A group that may use it takes over from a person, when it can; or ops are told. */
function settle(
  world: World,
  environment: EnvironmentView,
): Partial<EnvironmentView> {
  const isMarked = { isOwnerMissing: true };
  const isTold = { ...isMarked, isOpsTold: true };
  const { owner, members, name, isHeld } = environment;
  const hasHeir =
    owner.startsWith('user:') &&
    members.includes(HEIR) &&
    !world.gone.includes(HEIR);
  if (!hasHeir) return isTold;
  if (isHeld || isInHand(world, environment)) return isMarked;
  const canTake =
    isPossible('transfer', environment) && hasRoomFor(world, HEIR, name);
  if (!canTake) return isTold;
  return {
    phase: ways.transfer.during!,
    owner: HEIR,
    members: members.filter(ref => ref !== HEIR),
    isOwnerMissing: false,
    isOpsTold: false,
  };
}

/** The owner is back. */
function clear(
  { gone }: World,
  { owner, isOwnerMissing }: EnvironmentView,
): Partial<EnvironmentView> | undefined {
  return isOwnerMissing && !gone.includes(owner)
    ? { isOwnerMissing: false, isOpsTold: false }
    : undefined;
}

function isInHand(world: World, environment: EnvironmentView): boolean {
  const { state } = operationOf(world, environment);
  return (
    ['AwaitingApproval', 'Waiting'].includes(environment.phase) ||
    ['Queued', 'Running'].includes(state)
  );
}

/** What somebody has, in the order in which it is looked after. */
function ownedIn({ environments }: World): EnvironmentView[] {
  return environments.filter(
    ({ isPooled, phase }) =>
      !isPooled && phase !== 'Deleting' && phase !== 'Deleted',
  );
}

/** Of owners, and of people who have a way in. */
function goneIn(world: World, owned: EnvironmentView[]): string[] {
  return lookedFor(world, owned).filter(ref => world.gone.includes(ref));
}

function lookedFor(
  { accounts, elevations }: World,
  owned: EnvironmentView[],
): string[] {
  const users = [
    ...accounts.filter(({ isRevoked }) => !isRevoked),
    ...elevations.filter(({ state }) => CURRENT.includes(state)),
  ].filter(({ environmentId }) => owned.some(({ id }) => id === environmentId));
  return [
    ...new Set([
      ...owned.map(({ owner }) => owner),
      ...users.map(({ person }) => person),
    ]),
  ];
}

/** Several, and more than half of the people or groups, of whom that was not known. */
function isDoubted(
  world: World,
  owned: EnvironmentView[],
  gone: string[],
): boolean {
  const known = owned
    .filter(({ isOwnerMissing }) => isOwnerMissing)
    .map(({ owner }) => owner);
  return ['user:', 'group:'].some(kind => {
    const all = lookedFor(world, owned).filter(
      ref => ref.startsWith(kind) && !known.includes(ref),
    );
    const missing = all.filter(ref => gone.includes(ref)).length;
    return missing > 1 && missing * 2 > all.length;
  });
}

type Invariant = (world: World, history: History) => string[];

/** What holds of owners whom the catalog loses. */
export const ownerInvariants: Record<string, Invariant> = {
  'nobody is taken for gone before every look has missed them for an hour': (
    world,
    { earlier, missed },
  ) =>
    world.environments.flatMap(({ id, owner, isOwnerMissing }) => {
      const was = earlier.get(id);
      // By request nobody gives it to that group.
      const isTaken = was && was.owner !== owner && owner === HEIR;
      const isMarked = isOwnerMissing && !was?.isOwnerMissing;
      return (isTaken || isMarked) &&
        !isConfirmed(world, missed, was?.owner ?? owner)
        ? [`${id} of ${was?.owner}, now of ${owner}`]
        : [];
    }),

  'ops are told only of what has lost its owner': ({ environments }) =>
    environments
      .filter(({ isOwnerMissing, isOpsTold }) => isOpsTold && !isOwnerMissing)
      .map(({ id }) => id),
};

/** Environments that a group could have taken over from somebody who is gone. */
export function findOrphans(world: World, missed: Missed): string[] {
  return ownedIn(world)
    .filter(
      environment =>
        isConfirmed(world, missed, environment.owner) &&
        settle(world, environment).owner !== undefined,
    )
    .map(({ id }) => id);
}
