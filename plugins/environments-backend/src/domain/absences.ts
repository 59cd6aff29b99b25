/** Whose an environment is, and who else may use it. */
interface Owned {
  id: string;
  ownerRef: string;
  members: { ref: string }[];
  /** It is known already that its owner is gone. */
  isMarked: boolean;
}

/** Somebody who has a way into an environment, and as whom they were let in. */
interface User {
  environmentId: string;
  person: string;
  claims: string[];
}

/** What a look at the catalog has found. */
export interface Principals {
  has(ref: string): boolean;
  /** Of a person, with the groups that those are in. */
  groupsOf(person: string): ReadonlySet<string>;
}

/** As `missingFrom`: gone altogether. */
export const CATALOG = 'catalog';

export interface Findings {
  /** Owners and users whom the catalog does not have, and users whom it has in none of the groups by which they were let in. */
  absences: { ref: string; missingFrom: string }[];
  /** Why that is not believed, in a sentence. */
  doubt?: string;
}

/** One person may leave; of so many that most are gone at once is doubted. */
const SEVERAL = 2;

/**
 * Whom a look at the catalog misses. When it misses most of them at once, it is rather
 * the catalog that lost something. Those who are known to be gone don't count in that.
 *
 * @param controls - others who should be there: without anybody at all the catalog is empty
 */
export function findAbsences(
  environments: Owned[],
  users: User[],
  principals: Principals,
  controls: string[],
): Findings {
  const marked = new Set(
    environments.filter(one => one.isMarked).map(one => one.ownerRef),
  );
  const everybody = new Set([
    ...environments.map(one => one.ownerRef),
    ...users.map(({ person }) => person),
  ]);
  const gone = [...everybody].filter(ref => !principals.has(ref));
  const byId = new Map(environments.map(one => [one.id, one]));
  const ofGroups = users.filter(
    user =>
      principals.has(user.person) &&
      isByGroup(user, byId.get(user.environmentId)),
  );
  const left = ofGroups.filter(
    user => !isStillIn(user, byId.get(user.environmentId)!, principals),
  );
  const unmarked = [...everybody].filter(ref => !marked.has(ref));
  const ofKind = (kind: string) =>
    unmarked.filter(ref => ref.startsWith(`${kind}:`));
  const isGone = (ref: string) => !principals.has(ref);
  const doubts = [
    isEmpty([...everybody, ...controls], principals)
      ? 'it has none of those who were looked for'
      : undefined,
    ...['user', 'group'].map(kind =>
      doubtMost(`${kind}s`, ofKind(kind), ofKind(kind).filter(isGone)),
    ),
    doubtMost('memberships', ofGroups, left),
  ];
  return {
    absences: [
      ...gone.map(ref => ({ ref, missingFrom: CATALOG })),
      ...left.map(({ person, environmentId }) => ({
        ref: person,
        missingFrom: environmentId,
      })),
    ],
    doubt: doubts.find(doubt => doubt !== undefined),
  };
}

/** They were let in as a member of a group that owns or may use it, and not by their own name or a policy. */
function isByGroup({ person, claims }: User, environment?: Owned): boolean {
  const refs = environment ? usersOf(environment) : [];
  return !refs.includes(person) && refs.some(ref => claims.includes(ref));
}

function isStillIn(
  { person }: User,
  environment: Owned,
  principals: Principals,
): boolean {
  const groups = principals.groupsOf(person);
  return usersOf(environment).some(ref => groups.has(ref));
}

function usersOf({ ownerRef, members }: Owned): string[] {
  return [ownerRef, ...members.map(({ ref }) => ref)];
}

function isEmpty(refs: string[], principals: Principals): boolean {
  return refs.length > 0 && !refs.some(ref => principals.has(ref));
}

function doubtMost(
  what: string,
  all: unknown[],
  missed: unknown[],
): string | undefined {
  return missed.length >= SEVERAL && missed.length * 2 > all.length
    ? `it misses ${missed.length} of ${all.length} ${what} at once`
    : undefined;
}
