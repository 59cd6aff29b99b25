import { Entity } from '@backstage/catalog-model';
import { mockCredentials } from '@backstage/backend-test-utils';
import { v7 as uuidv7 } from 'uuid';
import { Authorizer } from '../service/Authorizer';
import { Caller } from '../service/Caller';

/** What they ask for takes agreement, by the template's policy. */
export const NEWCOMER = 'user:default/noor';
/** Who must agree, to that and to leases beyond what the template gives. */
export const APPROVERS = 'group:default/elders';

/** A group that may become a member, and takes over from a person who is gone. */
export const HEIR = 'group:default/pilots';
export const OPS = 'group:default/ops';

export const OWNERS = [
  'group:default/harbor',
  'group:default/orchard',
  'user:default/uma',
];
export const GUESTS = ['user:default/milo', 'user:default/ada', HEIR];
/** Who may be gone from the catalog. */
export const LEAVERS = [OWNERS[2], HEIR, OWNERS[0]];
/** They see nothing but what a link shows them. */
export const VISITORS = ['user:default/vera', 'user:default/viktor'];
/** Who may agree; the last one asks for things as well. */
export const ELDERS = ['user:default/olu', 'user:default/oki', NEWCOMER];

/** Who gets into namespaces: somebody of the first owner's, and a guest while they are a member. */
export const INSIDERS = ['user:default/hana', GUESTS[0]];

const groupsOf: Record<string, string[]> = {
  [INSIDERS[0]]: [OWNERS[0]],
  [INSIDERS[1]]: [],
  ...Object.fromEntries(VISITORS.map(by => [by, []])),
  ...Object.fromEntries(ELDERS.map(by => [by, [...OWNERS, APPROVERS]])),
};

/** @param by - the reference of whoever asks, where that matters */
export function newCaller({
  isOps = false,
  isNew = false,
  by = isNew ? NEWCOMER : 'user:default/dana',
}: { isOps?: boolean; isNew?: boolean; by?: string } = {}): Caller {
  const groups = groupsOf[by] ?? OWNERS;
  return {
    credentials: mockCredentials.user(by),
    actor: {
      ref: by,
      kind: 'user',
      groups,
      authMethod: 'test',
    },
    ownership: [by, ...groups],
    source: {},
    correlationId: uuidv7(),
    authorization: {
      permission: 'environments.environment.create',
      decision: 'ALLOW',
      basis: 'test',
    },
    managesTemplates: async () => true,
    authorizeLeaseOverride: async () => ({
      permission: 'environments.lease.override',
      decision: isOps ? 'ALLOW' : 'DENY',
      basis: 'test',
    }),
  };
}

/** As the catalog has them. */
export function principal(ref: string): Entity {
  const [kind, name] = [ref.split(':')[0], ref.split('/')[1]];
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: kind === 'user' ? 'User' : 'Group',
    metadata: { name, namespace: 'default' },
    spec: {},
    relations: INSIDERS.includes(ref)
      ? groupsOf[ref].map(targetRef => ({ type: 'memberOf', targetRef }))
      : [],
  };
}

/** Visitors read what they are guests of; everybody else may do what a test asks for. */
export const visitorsAuthorizer = {
  decisions: async ({ actor }: Caller, permissions: { name: string }[]) =>
    permissions.map(({ name: permission }) => ({
      allows: ({ guests }: { guests: string[] }) =>
        !VISITORS.includes(actor.ref) || guests.includes(actor.ref),
      authorize: () => ({ permission, decision: 'ALLOW', basis: 'test' }),
    })),
} as unknown as Authorizer;
