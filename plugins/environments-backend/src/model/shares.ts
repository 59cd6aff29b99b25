import { EnvironmentView, World } from './World';
import type { History } from './history';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
/** What has expired is there for so long, and nobody has a link for longer than that. */
const RESTORABLE = 7 * DAY;
const DEFAULT = 7 * DAY;
const LONGEST = 30 * DAY;

/** A link, as whoever made it knows it. */
export interface Link {
  id: string;
  environmentId: string;
  code: string;
  /** In milliseconds. */
  endsAt: number;
  isRevoked: boolean;
  /** Who has opened it while it was good. */
  readers: Set<string>;
}

/**
 * Until when a link would be good; undefined if there is none to be had.
 *
 * @param hours - from now; undefined: as long as is usual
 */
export function endOfLink(
  { now }: World,
  { phase, expiresAt, deleteAt }: EnvironmentView,
  hours: number | undefined,
): number | undefined {
  if (phase === 'Deleting' || phase === 'Deleted') return undefined;
  const deletion = deleteAt ?? expiresAt + RESTORABLE;
  if (hours === undefined) return Math.min(now + DEFAULT, deletion);
  const end = now + hours * HOUR;
  const isEnd = hours > 0 && end <= Math.min(now + LONGEST, deletion);
  return isEnd ? end : undefined;
}

/** Whether somebody who opens it now becomes a reader, or is one. */
export function isGood(
  { environments, now }: World,
  { environmentId, endsAt, isRevoked }: Link,
): boolean {
  const { phase } = environments.find(({ id }) => id === environmentId)!;
  return !isRevoked && now < endsAt && phase !== 'Deleted';
}

/** Whether somebody from outside sees the environment. */
export function mayRead(
  world: World,
  links: Link[],
  { id }: EnvironmentView,
  person: string,
): boolean {
  return links.some(
    link =>
      link.environmentId === id &&
      link.readers.has(person) &&
      isGood(world, link),
  );
}

/** With another owner all links end that have not ended yet. */
export function endLinksOfGiven(
  before: World,
  after: World,
  links: Link[],
): void {
  for (const { id, owner } of after.environments) {
    const was = before.environments.find(one => one.id === id);
    if (!was || was.owner === owner) continue;
    for (const link of links.filter(one => one.environmentId === id)) {
      revokeLink(after, link);
    }
  }
}

/** One that is over stays as it is. */
export function revokeLink({ now }: World, link: Link): void {
  link.isRevoked ||= now < link.endsAt;
}

type Invariant = (world: World, history: History) => string[];

/** What holds of all who see an environment by a link. */
export const shareInvariants: Record<string, Invariant> = {
  'by a link reads whom a good one let in, and nobody else': (
    world,
    { links },
  ) => {
    const readers = links
      .filter(link => isGood(world, link))
      .flatMap(({ environmentId, readers: of }) =>
        [...of].map(person => `${person} in ${environmentId}`),
      );
    const found = world.guests.map(
      ({ environmentId, person }) => `${person} in ${environmentId}`,
    );
    return [
      ...found.filter(one => !readers.includes(one)),
      ...readers
        .filter(one => !found.includes(one))
        .map(one => `${one} sees nothing`),
    ];
  },

  'the log tells once how a link was made, opened and revoked': (
    _,
    { links, told },
  ) =>
    links.flatMap(({ id, isRevoked, readers }) => {
      const lines = told.get(id) ?? [];
      const count = (action: string) =>
        lines.filter(line => line === `environment.${action} succeeded`).length;
      const isTold =
        count('share') === 1 &&
        count('redeemShare') === readers.size &&
        count('revokeShare') === Number(isRevoked);
      return isTold ? [] : [`${id}: ${lines.join(', ')}`];
    }),
};
