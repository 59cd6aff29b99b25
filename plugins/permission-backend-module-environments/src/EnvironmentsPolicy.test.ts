import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  catalogEntityCreatePermission,
  catalogEntityDeletePermission,
  catalogEntityReadPermission,
  catalogEntityRefreshPermission,
  catalogLocationAnalyzePermission,
  catalogLocationCreatePermission,
  catalogLocationDeletePermission,
  catalogLocationReadPermission,
  catalogPermissions,
} from '@backstage/plugin-catalog-common/alpha';
import {
  AuthorizeResult,
  createPermission,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  auditManagePermission,
  auditReadPermission,
  elevationDecidePermission,
  environmentAccessPermission,
  environmentCreatePermission,
  environmentDeletePermission,
  environmentLegalHoldPermission,
  environmentManagePermission,
  environmentReadPermission,
  environmentSharePermission,
  environmentsPermissions,
  leaseOverridePermission,
  policyReportPermission,
} from '@sandlot/plugin-environments-common';
import { EnvironmentsPolicy } from './EnvironmentsPolicy';

const claims = {
  developer: ['user:default/dana', 'group:default/team-harbor'],
  ops: ['user:default/olu', 'group:default/platform-ops'],
  auditor: ['user:default/ada', 'group:default/audit'],
  'auditor and ops': [
    'user:default/ada',
    'group:default/platform-ops',
    'group:default/audit',
  ],
};

const people = Object.keys(claims) as Array<keyof typeof claims>;

function createPolicy(roles: { ops?: string[]; auditors?: string[] }) {
  return EnvironmentsPolicy.fromConfig(
    mockServices.rootConfig({ data: { environments: { roles } } }),
  );
}

async function decide(
  permission: Permission,
  ownershipEntityRefs?: string[],
  policy = createPolicy({ ops: ['platform-ops'], auditors: ['audit'] }),
): Promise<PolicyDecision> {
  return policy.handle(
    { permission },
    ownershipEntityRefs && {
      credentials: mockCredentials.user(ownershipEntityRefs[0]),
      info: { userEntityRef: ownershipEntityRefs[0], ownershipEntityRefs },
    },
  );
}

const unknownRead = createPermission({
  name: 'secrets.read',
  attributes: { action: 'read' },
});
const unknownWrite = createPermission({
  name: 'environments.environment.adopt',
  attributes: { action: 'update' },
});

describe('EnvironmentsPolicy', () => {
  // prettier-ignore
  it.each<[Permission, ...Array<'ALLOW' | 'DENY' | 'CONDITIONAL'>]>([
    // permission                       developer      ops            auditor  both
    [environmentCreatePermission,       'ALLOW',       'ALLOW',       'DENY',  'DENY'],
    [environmentReadPermission,         'CONDITIONAL', 'ALLOW',       'ALLOW', 'ALLOW'],
    [environmentAccessPermission,       'CONDITIONAL', 'CONDITIONAL', 'DENY',  'DENY'],
    [environmentDeletePermission,       'CONDITIONAL', 'ALLOW',       'DENY',  'DENY'],
    [environmentManagePermission,       'CONDITIONAL', 'ALLOW',       'DENY',  'DENY'],
    [environmentSharePermission,        'CONDITIONAL', 'ALLOW',       'DENY',  'DENY'],
    [environmentLegalHoldPermission,    'DENY',        'ALLOW',       'ALLOW', 'ALLOW'],
    [elevationDecidePermission,         'DENY',        'ALLOW',       'DENY',  'DENY'],
    [leaseOverridePermission,           'DENY',        'ALLOW',       'DENY',  'DENY'],
    [policyReportPermission,            'DENY',        'ALLOW',       'ALLOW', 'ALLOW'],
    [auditReadPermission,               'DENY',        'ALLOW',       'ALLOW', 'ALLOW'],
    [auditManagePermission,             'DENY',        'ALLOW',       'DENY',  'DENY'],
    [catalogEntityReadPermission,       'CONDITIONAL', 'ALLOW',       'ALLOW', 'ALLOW'],
    [catalogLocationReadPermission,     'ALLOW',       'ALLOW',       'ALLOW', 'ALLOW'],
    [catalogEntityCreatePermission,     'DENY',        'ALLOW',       'DENY',  'DENY'],
    [catalogEntityRefreshPermission,    'DENY',        'ALLOW',       'DENY',  'DENY'],
    [catalogEntityDeletePermission,     'DENY',        'ALLOW',       'DENY',  'DENY'],
    [catalogLocationCreatePermission,   'DENY',        'ALLOW',       'DENY',  'DENY'],
    [catalogLocationAnalyzePermission,  'DENY',        'ALLOW',       'DENY',  'DENY'],
    [catalogLocationDeletePermission,   'DENY',        'ALLOW',       'DENY',  'DENY'],
    [unknownRead,                       'DENY',        'DENY',        'DENY',  'DENY'],
    [unknownWrite,                      'DENY',        'DENY',        'DENY',  'DENY'],
  ])('decides on $name', async (permission, ...expected) => {
    const decisions = await Promise.all(
      people.map(person => decide(permission, claims[person])),
    );
    expect(decisions.map(({ result }) => result)).toEqual(expected);
  });

  it('denies everything to whoever is not signed in', async () => {
    for (const permission of [
      ...environmentsPermissions,
      ...catalogPermissions,
      unknownRead,
    ]) {
      await expect(decide(permission)).resolves.toEqual({
        result: AuthorizeResult.DENY,
      });
    }
  });

  it('ties an environment to its owners by the rule of the environments plugin', async () => {
    const expected = {
      result: 'CONDITIONAL',
      pluginId: 'environments',
      resourceType: 'environment',
      conditions: {
        anyOf: [
          {
            rule: 'IS_OWNER',
            resourceType: 'environment',
            params: { claims: claims.developer },
          },
        ],
      },
    };
    await expect(
      decide(environmentDeletePermission, claims.developer),
    ).resolves.toEqual(expected);
  });

  it('hides the environments of others from a developer in the catalog', async () => {
    const resourceType = 'catalog-entity';
    await expect(
      decide(catalogEntityReadPermission, claims.developer),
    ).resolves.toEqual({
      result: 'CONDITIONAL',
      pluginId: 'catalog',
      resourceType,
      conditions: {
        anyOf: [
          {
            not: {
              allOf: [
                {
                  rule: 'IS_ENTITY_KIND',
                  resourceType,
                  params: { kinds: ['Resource'] },
                },
                {
                  rule: 'HAS_SPEC',
                  resourceType,
                  params: { key: 'type', value: 'kubernetes-environment' },
                },
              ],
            },
          },
          {
            rule: 'IS_ENTITY_OWNER',
            resourceType,
            params: { claims: claims.developer },
          },
          ...claims.developer.map(value => ({
            rule: 'HAS_SPEC',
            resourceType,
            params: { key: 'members', value },
          })),
        ],
      },
    });
  });

  it('makes nobody ops or auditor without a group that says so', async () => {
    const policy = createPolicy({});
    for (const person of people) {
      await expect(
        decide(auditReadPermission, claims[person], policy),
      ).resolves.toEqual({ result: AuthorizeResult.DENY });
    }
  });

  it('refuses a reference that is not of a group', () => {
    expect(() => createPolicy({ auditors: ['user:default/ada'] })).toThrow(
      /environments\.roles\.auditors .*'user:default\/ada', expected a group/,
    );
  });
});
