import { Entity } from '@backstage/catalog-model';

function user(name: string, memberOf: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name, namespace: 'default' },
    spec: { memberOf: [memberOf] },
    relations: [{ type: 'memberOf', targetRef: memberOf }],
  };
}

function group(name: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name, namespace: 'default' },
    spec: { type: 'team', children: [] },
  };
}

/** Some of the people of the tests and their groups, as the catalog has them. */
export const CATALOG_USERS = [
  user('dana', 'group:default/team-harbor'),
  user('drew', 'group:default/team-harbor'),
  user('milo', 'group:default/team-orchard'),
  user('olu', 'group:default/platform-ops'),
  user('oki', 'group:default/platform-ops'),
  group('team-harbor'),
  group('team-orchard'),
  group('platform-ops'),
];

/** A group and somebody of no group, to be let into what others have. */
export const CATALOG_OUTSIDERS: Entity[] = [
  group('team-orchard'),
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name: 'sten', namespace: 'default' },
    spec: {},
  },
];
