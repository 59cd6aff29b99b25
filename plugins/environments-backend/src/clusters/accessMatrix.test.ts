import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { parseAllDocuments } from 'yaml';
import { personAccountName } from '../access/personAccount';
import { accountUser } from '../domain/ownerQuestions';
import { getTestControlPlane } from '../testing/controlPlane';
import {
  DiscoveredResource,
  discoverResources,
} from '../testing/discoverResources';
import { namespace, roleBinding, serviceAccount } from './contract/manifests';
import { KubernetesConnection } from './KubernetesConnection';
import { collectionPath } from './objectPath';
import { portalRights } from './portalRights';

const ROLES = resolve(__dirname, '../../../../deploy/environment-roles.yaml');
const ELEVATED = personAccountName('elevated', 'user:default/dana');
const VERBS = [
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
];
/** Verbs that are no requests, and wildcards. */
const POWERS: Omit<Cell, 'scope'>[] = [
  ...['bind', 'escalate'].flatMap(verb =>
    ['roles', 'clusterroles'].map(resource => ({
      verb,
      group: 'rbac.authorization.k8s.io',
      resource,
    })),
  ),
  ...['users', 'groups', 'serviceaccounts'].map(resource => ({
    verb: 'impersonate',
    group: '',
    resource,
  })),
  ...['uids', 'userextras/scopes'].map(resource => ({
    verb: 'impersonate',
    group: 'authentication.k8s.io',
    resource,
  })),
  // Newer API servers have narrower verbs for it too.
  ...[
    ['impersonate:user-info', 'users'],
    ['impersonate:user-info', 'groups'],
    ['impersonate:serviceaccount', 'serviceaccounts'],
    ['impersonate:arbitrary-node', 'nodes'],
    ['impersonate:associated-node', 'nodes'],
  ].map(([verb, resource]) => ({
    verb,
    group: 'authentication.k8s.io',
    resource,
  })),
  ...['get', 'create'].map(verb => ({
    verb: `impersonate-on:user-info:${verb}`,
    group: '',
    resource: 'secrets',
  })),
  ...['approve', 'sign', 'attest'].map(verb => ({
    verb,
    group: 'certificates.k8s.io',
    resource: 'signers',
  })),
  { verb: 'update', group: 'sandlot.dev', resource: 'labels' },
  { verb: '*', group: '*', resource: '*' },
];
/** What everybody who has signed in may ask of Kubernetes about themselves. */
const EVERYBODY = [
  'create authorization.k8s.io/selfsubjectaccessreviews',
  'create authorization.k8s.io/selfsubjectrulesreviews',
  'create authentication.k8s.io/selfsubjectreviews',
];

type Scope = 'own' | 'foreign' | 'system' | 'cluster';

/** Something that is asked about an account. */
interface Cell {
  verb: string;
  group: string;
  /** With the subresource, `pods/exec`. */
  resource: string;
  scope: Scope;
  /** Of the object; absent asks about all of them. */
  name?: string;
}

interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

/**
 * Every verb on every resource that the API server has, in an environment, in
 * somebody else's namespace, in the system's and in the whole cluster: a right that
 * nobody has written down is found, and so is a new API.
 */
describe('access matrix', () => {
  jest.setTimeout(300_000);

  const system = 'kube-system';
  let admin: KubernetesConnection;
  let portal: KubernetesConnection;
  let own: string;
  let foreign: string;
  let resources: DiscoveredResource[];

  beforeAll(async () => {
    const { adminKubeconfig, portalKubeconfig } = await getTestControlPlane();
    admin = KubernetesConnection.fromKubeconfig({ file: adminKubeconfig });
    portal = KubernetesConnection.fromKubeconfig({ file: portalKubeconfig });
    own = await makeNamespace(portal, namespace());
    const strange = namespace();
    delete strange.metadata.labels;
    foreign = await makeNamespace(admin, strange);
    for (const role of ['sandlot-owner', 'sandlot-viewer']) {
      await make(portal, serviceAccount(own, role));
      await make(portal, roleBinding(own, role, role));
    }
    await make(portal, serviceAccount(own, ELEVATED));
    await make(portal, roleBinding(own, ELEVATED, 'sandlot-elevated'));
    resources = await discoverResources(admin);
  });

  afterAll(async () => {
    for (const name of [own, foreign].filter(Boolean)) {
      await admin.request({
        method: 'DELETE',
        path: `/api/v1/namespaces/${name}`,
      });
    }
    await Promise.all([admin?.close(), portal?.close()]);
  });

  async function makeNamespace(
    as: KubernetesConnection,
    manifest: KubernetesObject,
  ): Promise<string> {
    const made = await as.request<KubernetesObject>({
      method: 'POST',
      path: '/api/v1/namespaces',
      body: manifest,
    });
    return made.metadata.name;
  }

  function make(as: KubernetesConnection, manifest: KubernetesObject) {
    const path = collectionPath(manifest, manifest.metadata.namespace);
    return as.request({ method: 'POST', path, body: manifest });
  }

  const namespaceOf = (scope: Scope) =>
    ({ own, foreign, system, cluster: undefined }[scope]);

  function allCells(): Cell[] {
    const scopes = ['own', 'foreign', 'system', 'cluster'] as const;
    return [
      ...resources.flatMap(({ group, resource, namespaced }) =>
        (namespaced ? scopes : (['cluster'] as const)).flatMap(scope =>
          VERBS.map(verb => ({ verb, group, resource, scope })),
        ),
      ),
      ...POWERS.flatMap(power => scopes.map(scope => ({ ...power, scope }))),
      // What may be done to objects of some names alone.
      ...portalRights.flatMap(
        ({ group, resources: named, verbs, names = [] }) =>
          [...names, 'default', 'cluster-admin', 'sandlot-portal']
            .filter(() => names.length > 0)
            .flatMap(name =>
              scopes.map(scope => ({
                verb: verbs[0] as string,
                group,
                resource: named[0],
                scope,
                name,
              })),
            ),
      ),
    ];
  }

  async function ask(
    { user, groups }: { user: string; groups: string[] },
    { verb, group, resource: path, scope, name }: Cell,
  ): Promise<boolean> {
    const [resource, subresource] = path.split('/');
    const { status } = await admin.request<{ status: { allowed: boolean } }>({
      method: 'POST',
      path: '/apis/authorization.k8s.io/v1/subjectaccessreviews',
      body: {
        spec: {
          user,
          groups,
          resourceAttributes: {
            verb,
            group,
            resource,
            subresource,
            name,
            namespace: namespaceOf(scope),
          },
        },
      },
    });
    return status.allowed;
  }

  /** Asks about every cell, and returns those where the answer is another one. */
  async function differences(
    account: { user: string; groups: string[] },
    isExpected: (cell: Cell) => boolean,
  ): Promise<string[]> {
    const cells = allCells();
    const found: string[] = [];
    let allowed = 0;
    const next = cells.values();
    const work = async () => {
      for (const cell of next) {
        const expected = isExpected(cell) || isForEverybody(cell);
        const answer = await ask(account, cell);
        if (answer) allowed += 1;
        if (answer !== expected) {
          const { verb, group, resource, name = '', scope } = cell;
          found.push(
            `${verb} ${group}/${resource} ${name} in ${scope}: ${
              answer ? 'allowed, but expected to be denied' : 'denied'
            }`,
          );
        }
      }
    };
    await Promise.all(Array.from({ length: 32 }, work));
    expect(cells.length).toBeGreaterThan(2000);
    expect(allowed).toBeGreaterThan(20);
    return found;
  }

  function isForEverybody({ verb, group, resource }: Cell): boolean {
    return EVERYBODY.includes(`${verb} ${group}/${resource}`);
  }

  function isPortalRight({ verb, group, resource, name }: Cell): boolean {
    return portalRights.some(
      right =>
        right.group === group &&
        right.resources.includes(resource) &&
        right.verbs.some(one => one === verb) &&
        (!right.names || right.names.some(one => one === name)),
    );
  }

  it("is what the list of the portal's rights says, in each cell", async () => {
    await expect(
      differences(
        accountUser('sandlot-system', 'sandlot-portal'),
        isPortalRight,
      ),
    ).resolves.toEqual([]);
  });

  it.each([
    ['sandlot-owner', 'sandlot-owner'],
    ['sandlot-viewer', 'sandlot-viewer'],
    [ELEVATED, 'sandlot-elevated'],
  ])(
    'is for the account %s what its role says in its environment, and nothing elsewhere',
    async (account, role) => {
      const rules: Rule[] = parseAllDocuments(readFileSync(ROLES, 'utf8'))
        .map(document => document.toJS())
        .find(({ metadata }) => metadata.name === role).rules;
      const isRight = ({ verb, group, resource, scope }: Cell) =>
        scope === 'own' &&
        rules.some(
          rule =>
            rule.apiGroups.includes(group) &&
            rule.resources.includes(resource) &&
            rule.verbs.includes(verb),
        );
      await expect(
        differences(accountUser(own, account), isRight),
      ).resolves.toEqual([]);
    },
  );

  it.each([
    ['sandlot-system', 'sandlot-portal'],
    ['own', 'sandlot-owner'],
    ['own', 'sandlot-viewer'],
    ['own', ELEVATED],
  ])(
    'has nothing for %s/%s beside resources: metrics, profiles, logs of the API server',
    async (home, account) => {
      const { user, groups } = accountUser(
        home === 'own' ? own : home,
        account,
      );
      for (const path of ['/metrics', '/debug/pprof/heap', '/logs/', '/*']) {
        await expect(
          admin.request({
            method: 'POST',
            path: '/apis/authorization.k8s.io/v1/subjectaccessreviews',
            body: {
              spec: {
                user,
                groups,
                nonResourceAttributes: { path, verb: 'get' },
              },
            },
          }),
        ).resolves.toMatchObject({ status: { allowed: false } });
      }
    },
  );

  it('has no row for an owner that is not theirs to write, or for a viewer that writes', () => {
    const roles = parseAllDocuments(readFileSync(ROLES, 'utf8')).map(document =>
      document.toJS(),
    );
    const written = (role: string) =>
      roles
        .find(({ metadata }) => metadata.name === role)
        .rules.filter(({ verbs }: Rule) =>
          verbs.some(verb => !['get', 'list', 'watch'].includes(verb)),
        )
        .flatMap((rule: Rule) => rule.resources);
    expect(written('sandlot-viewer')).toEqual([]);
    // Whoever is elevated changes what bounds the environment, and not who may do what.
    expect(written('sandlot-elevated')).toEqual([
      'resourcequotas',
      'limitranges',
      'networkpolicies',
      'poddisruptionbudgets',
    ]);
    for (const protectedFromOwners of [
      'resourcequotas',
      'limitranges',
      'networkpolicies',
      'rolebindings',
      'roles',
      'serviceaccounts',
      'serviceaccounts/token',
      'namespaces',
      'poddisruptionbudgets',
      'endpoints',
      'endpointslices',
      'pods/status',
    ]) {
      expect(written('sandlot-owner')).not.toContain(protectedFromOwners);
    }
    expect(JSON.stringify(roles.flatMap(({ rules }) => rules))).not.toMatch(
      /\*|impersonate|escalate|bind"/,
    );
  });
});
