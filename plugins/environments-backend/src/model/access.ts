import { ANNOTATION_PERSON } from '@sandlot/plugin-environments-node';
import { Cluster } from '../clusters/Cluster';
import { ElevationView, EnvironmentView, World } from './World';
import type { History } from './history';
import { INSIDERS, OWNERS } from './people';

const BINDING = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
};
const CURRENT = ['requested', 'open'];
/** No token is for less, in milliseconds. */
const SHORTEST_TOKEN = 600_000;

/** What gives people rights in the namespaces of these, as the cluster has it. */
export async function findRights(
  twin: Pick<Cluster, 'listInNamespace'>,
  environments: EnvironmentView[],
): Promise<World['rights']> {
  const found = await Promise.all(
    environments
      .filter(({ phase }) => phase !== 'Deleted')
      .map(async ({ id: environmentId, namespace }) => {
        const bindings = await twin.listInNamespace(namespace, BINDING);
        return bindings
          .filter(({ metadata }) => metadata.annotations?.[ANNOTATION_PERSON])
          .map(({ metadata }) => ({ environmentId, account: metadata.name }));
      }),
  );
  return found.flat();
}

/** Whether somebody is let in, as the environment is now. */
export function isInsider(
  person: string,
  { owner, members }: EnvironmentView,
): boolean {
  return person === INSIDERS[0]
    ? owner === OWNERS[0]
    : members.includes(person);
}

export function currentOf(
  { elevations }: World,
  { id }: EnvironmentView,
  person: string,
): ElevationView | undefined {
  return elevations.find(
    one =>
      one.environmentId === id &&
      one.person === person &&
      CURRENT.includes(one.state),
  );
}

/** Whether what somebody asks for is to be had: more rights, agreement to them, or a token. */
export function isToBeHad(
  world: World,
  environment: EnvironmentView,
  person: string,
  what: 'elevate' | 'grant' | 'enter' | 'enterElevated',
): boolean {
  const current = currentOf(world, environment, person);
  const isUsable = ['Ready', 'Updating'].includes(environment.phase);
  switch (what) {
    case 'elevate':
      return isUsable && !current;
    case 'grant':
      return (
        current?.state === 'open' ||
        (isUsable && current !== undefined && current.until > world.now)
      );
    case 'enterElevated':
      return (
        isUsable &&
        current?.state === 'open' &&
        current.until - world.now >= SHORTEST_TOKEN
      );
    default:
      return isUsable;
  }
}

type Invariant = (world: World, history: History) => string[];

/** What holds of all who get into namespaces. */
export const accessInvariants: Record<string, Invariant> = {
  'nobody has rights on the cluster of whom the portal does not know': ({
    rights,
    accounts,
  }) =>
    rights
      .filter(
        right =>
          !accounts.some(
            ({ environmentId, account }) =>
              environmentId === right.environmentId &&
              account === right.account,
          ),
      )
      .map(({ environmentId, account }) => `${account} in ${environmentId}`),

  'who is not let in any more has no rights': world =>
    [...world.accounts, ...world.elevations.filter(isCurrent)].flatMap(one => {
      const environment = world.environments.find(
        ({ id }) => id === one.environmentId,
      )!;
      const { phase } = environment;
      // With the namespace all goes that is in it.
      if (phase === 'Deleting' || phase === 'Deleted') return [];
      const isRevoked = 'isRevoked' in one && one.isRevoked;
      return isRevoked || !isInsider(one.person, environment)
        ? [JSON.stringify(one)]
        : [];
    }),

  'more rights are had only while they were agreed to': ({
    accounts,
    elevations,
    environments,
  }) => [
    ...accounts
      .filter(
        ({ environmentId, person, role, isRevoked }) =>
          role === 'elevated' &&
          !isRevoked &&
          !elevations.some(
            one =>
              one.environmentId === environmentId &&
              one.person === person &&
              one.state === 'open',
          ),
      )
      .map(account => JSON.stringify(account)),
    ...elevations
      .filter(isCurrent)
      .filter(({ environmentId }) =>
        environments.some(
          ({ id, phase }) =>
            id === environmentId && ['Deleting', 'Deleted'].includes(phase),
        ),
      )
      .map(one => JSON.stringify(one)),
  ],

  'the log tells once how more rights were asked for, opened, used and ended': (
    { elevations },
    { told },
  ) =>
    elevations.flatMap(({ id, state, isOpened, isUsed }) => {
      const lines = told.get(id) ?? [];
      const count = (pattern: RegExp) =>
        lines.filter(line => pattern.test(line)).length;
      const isOver = !CURRENT.includes(state) && state !== 'rejected';
      const isTold =
        count(/\.request succeeded/) === 1 &&
        count(/\.decide succeeded/) ===
          Number(isOpened || state === 'rejected') &&
        count(/\.access requested/) > 0 === isUsed &&
        count(/\.close (succeeded|observed)/) === Number(isOver);
      return isTold ? [] : [`${id} is ${state}: ${lines.join(', ')}`];
    }),
};

function isCurrent({ state }: ElevationView): boolean {
  return CURRENT.includes(state);
}
