import { TestDatabases } from '@backstage/backend-test-utils';
import { EnvironmentsClient } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { parse } from 'yaml';
import { erasePerson } from '../audit/erasure/erasePerson';
import { ClusterError } from '../clusters/ClusterError';
import { groupEntity, userEntity } from '../testing/principals';
import { ShopPortal, startShopPortal } from '../testing/startShopPortal';
import { refusal } from '../testing/startTemplatesPortal';
import { personAccountName, personBinding } from './personAccount';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const ORCHARD = 'group:default/team-orchard';
const [DANA, MILO] = ['dana', 'milo'].map(name => `user:default/${name}`);
const RBAC = 'rbac.authorization.k8s.io';
const ASKED = { minutes: 15, reason: 'Debug egress of the shop' };

function withEmail(name: string, email?: string) {
  const entity = userEntity(
    name,
    name === 'dana' ? 'team-harbor' : 'team-orchard',
  );
  return { ...entity, spec: { ...entity.spec, profile: { email } } };
}

describe('access to a cluster that people sign in to by themselves', () => {
  let knex: Knex;
  let portal: ShopPortal;
  let dana: EnvironmentsClient;
  let milo: EnvironmentsClient;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startShopPortal(knex, undefined, {
      cluster: {
        access: {
          type: 'oidc',
          issuerUrl: 'https://login.example.com/realm',
          clientId: 'kubernetes',
          extraScopes: ['email'],
          usernamePrefix: 'oidc:',
        },
      },
    });
    [dana, milo] = [portal.as('dana'), portal.as('milo')];
  });
  beforeEach(() => {
    portal.catalog.failWith(undefined);
    portal.catalog.put(
      groupEntity('team-orchard'),
      withEmail('dana', 'dana@example.com'),
      withEmail('milo', 'milo@example.com'),
    );
  });
  afterAll(async () => portal.stop());

  async function makeShared() {
    const shop = await portal.makeShop();
    await dana.createOperation(
      shop.id,
      { kind: 'addMember', member: ORCHARD },
      uuid(),
    );
    return shop;
  }
  const getAccess = (
    who: EnvironmentsClient,
    id: string,
    role: 'owner' | 'viewer' | 'elevated' = 'owner',
  ) => who.createKubeconfig(id, { form: 'exec', role });
  const find = (namespace: string, name: string, kind = 'RoleBinding') =>
    portal.twin.get({
      apiVersion: kind === 'RoleBinding' ? `${RBAC}/v1` : 'v1',
      kind,
      name,
      namespace,
    });
  const mayEdit = (namespace: string, email: string) =>
    portal.twin.isAllowed({
      user: `oidc:${email}`,
      groups: ['system:authenticated'],
      verb: 'create',
      group: '',
      resource: 'configmaps',
      namespace,
    });
  const mayRelax = (namespace: string, email: string) =>
    portal.twin.isAllowed({
      user: `oidc:${email}`,
      groups: [],
      verb: 'patch',
      group: '',
      resource: 'resourcequotas',
      namespace,
    });

  it('is a binding of their own name, and a kubeconfig by which kubectl signs them in', async () => {
    const { id, namespace, cluster } = await makeShared();
    expect(cluster).toMatchObject({ signIn: 'oidc' });
    const answer = await getAccess(dana, id);
    expect(answer).not.toHaveProperty('expiresAt');
    const { users } = parse(answer.kubeconfig);
    const account = personAccountName('owner', DANA);
    expect(users).toEqual([
      {
        name: `${account}@${namespace}`,
        user: {
          exec: expect.objectContaining({
            command: 'kubectl',
            args: [
              'oidc-login',
              'get-token',
              '--oidc-issuer-url=https://login.example.com/realm',
              '--oidc-client-id=kubernetes',
              '--oidc-extra-scope=email',
            ],
            interactiveMode: 'IfAvailable',
          }),
        },
      },
    ]);
    expect(await find(namespace, account)).toMatchObject({
      roleRef: { name: 'sandlot-owner' },
      subjects: [
        { kind: 'User', apiGroup: RBAC, name: 'oidc:dana@example.com' },
      ],
    });
    expect(await find(namespace, account, 'ServiceAccount')).toBeUndefined();
    expect(await mayEdit(namespace, 'dana@example.com')).toBe(true);
    expect(await mayEdit(namespace, 'milo@example.com')).toBe(false);
    const listed = await dana.listAccess(id);
    expect(listed).toEqual([
      expect.objectContaining({
        person: DANA,
        role: 'owner',
        account,
        username: 'oidc:dana@example.com',
        state: 'active',
      }),
    ]);
    expect(listed[0]).not.toHaveProperty('tokenEndsAt');
    const records = (await portal.recordsOf(id)).filter(
      ({ action }) => action === 'environment.access',
    );
    expect(records.map(({ stage }) => stage)).toEqual([
      'requested',
      'authorized',
      'attempt',
      'succeeded',
    ]);
    expect(records[0]).toMatchObject({
      actor: { ref: DANA },
      target: { kind: 'RoleBinding', name: account },
      parameters: {
        role: 'owner',
        signIn: `${DANA} as oidc:dana@example.com`,
      },
    });
  });

  it('gives no token, and says how one gets in', async () => {
    const { id } = await portal.makeShop();
    expect(await refusal(dana.createKubeconfig(id))).toMatch(
      /^400 request\/body\/form: cluster twin has people sign in by themselves.*oidc-login/,
    );
    expect(await dana.listAccess(id)).toEqual([]);
  });

  it.each([
    ['without an e-mail', undefined, 'there is none of user:default/dana'],
    ['with one that can be no name', 'dana @example.com', "can't be the name"],
  ])(
    'is refused to somebody whom the catalog has %s',
    async (_, email, said) => {
      const { id } = await portal.makeShop();
      portal.catalog.put(withEmail('dana', email));
      const answer = await refusal(getAccess(dana, id));
      expect(answer).toMatch(/^409 /);
      expect(answer).toContain(said);
      expect(await dana.listAccess(id)).toEqual([]);
    },
  );

  it('waits for a catalog that does not answer', async () => {
    const { id } = await portal.makeShop();
    portal.catalog.failWith(new Error('No answer'));
    expect(await refusal(getAccess(dana, id))).toMatch(
      '503 The catalog does not say as whom cluster twin knows user:default/dana',
    );
  });

  it('goes to another name with the next kubeconfig when the catalog has another', async () => {
    const { id, namespace } = await portal.makeShop();
    await getAccess(dana, id);
    portal.catalog.put(withEmail('dana', 'dana.new@example.com'));
    await getAccess(dana, id);
    expect(await mayEdit(namespace, 'dana.new@example.com')).toBe(true);
    expect(await mayEdit(namespace, 'dana@example.com')).toBe(false);
  });

  it.each<[string, (id: string) => Promise<unknown>]>([
    ['is revoked', id => dana.revokeAccess(id, MILO)],
    [
      'the group is no longer a member',
      id =>
        dana.createOperation(
          id,
          { kind: 'removeMember', member: ORCHARD },
          uuid(),
        ),
    ],
  ])('ends when it %s', async (_, end) => {
    const { id, namespace } = await makeShared();
    await getAccess(dana, id);
    await getAccess(milo, id);
    expect(await mayEdit(namespace, 'milo@example.com')).toBe(true);
    await end(id);
    expect(await mayEdit(namespace, 'milo@example.com')).toBe(false);
    expect(await mayEdit(namespace, 'dana@example.com')).toBe(true);
    expect(await dana.listAccess(id)).toMatchObject([{ person: DANA }]);
    const revoked = (await portal.recordsOf(id)).filter(
      ({ action }) => action === 'environment.revokeAccess',
    );
    expect(revoked.map(({ stage }) => stage)).toEqual([
      'requested',
      'authorized',
      'attempt',
      'succeeded',
    ]);
    expect(revoked[0]).toMatchObject({
      target: { kind: 'RoleBinding' },
      parameters: { signIn: `${MILO} as oidc:milo@example.com` },
    });
  });

  it('ends with a transfer, for everybody who is not the new owner’s', async () => {
    const { id, namespace } = await portal.makeShop();
    await getAccess(dana, id);
    const { operation } = await dana.createOperation(
      id,
      { kind: 'transfer', owner: ORCHARD },
      uuid(),
    );
    await portal.succeeded(operation);
    expect(await mayEdit(namespace, 'dana@example.com')).toBe(false);
  });

  it('ends for somebody whom the catalog does not have any more', async () => {
    const { id, namespace } = await makeShared();
    portal.catalog.put(
      groupEntity('team-harbor'),
      userEntity('olu', 'platform-ops'),
    );
    await getAccess(dana, id);
    await getAccess(milo, id);
    portal.catalog.remove(MILO);
    await portal.runTask('environments-owners');
    await knex('catalog_absences').update({
      since: knex.raw("since - interval '1 hour'"),
    });
    await portal.runTask('environments-owners');
    expect(await mayEdit(namespace, 'milo@example.com')).toBe(false);
    expect(await dana.listAccess(id)).toMatchObject([{ person: DANA }]);
  });

  it('is taken by the sweep when the cluster did not answer the revocation', async () => {
    const { id, namespace } = await makeShared();
    await getAccess(milo, id);
    portal.twin.faults.failNext(
      { method: 'get', kind: 'RoleBinding' },
      new ClusterError('Unavailable', 'No answer'),
    );
    await dana.revokeAccess(id, MILO);
    await knex('access_accounts').update({ taken_until: null });
    await portal.runTask('environments-access');
    expect(await mayEdit(namespace, 'milo@example.com')).toBe(false);
    expect(await dana.listAccess(id)).toEqual([]);
  });

  it('is taken once more when a backend dies while it gives what is just being revoked', async () => {
    const { id, namespace } = await makeShared();
    // As it is when the binding is on its way and nobody lives to hear that it arrived.
    await knex('access_accounts').insert({
      id: uuid(),
      environment_id: id,
      person: MILO,
      role: 'owner',
      account: personAccountName('owner', MILO),
      claims: [MILO, ORCHARD],
      username: 'oidc:milo@example.com',
      giving_until: new Date(Date.now() + 60_000),
    });
    expect(await dana.revokeAccess(id, MILO)).toMatchObject([
      { person: MILO, state: 'revoking' },
    ]);
    await portal.twin.apply(
      personBinding({ id, namespace }, 'owner', MILO, 'oidc:milo@example.com'),
    );
    expect(await refusal(getAccess(milo, id))).toMatch('409');

    await knex('access_accounts').update({
      giving_until: new Date(Date.now() - 1_000),
      taken_until: null,
    });
    await portal.runTask('environments-access');
    expect(await mayEdit(namespace, 'milo@example.com')).toBe(false);
    expect(await dana.listAccess(id)).toEqual([]);
  });

  it('is given to nobody when it is revoked on the way', async () => {
    const { id, namespace } = await makeShared();
    const { reached, release } = portal.twin.faults.holdNext({
      method: 'apply',
      kind: 'RoleBinding',
    });
    const asked = refusal(getAccess(milo, id));
    await reached;
    await dana.revokeAccess(id, MILO);
    release();
    expect(await asked).toMatch('409');
    expect(await mayEdit(namespace, 'milo@example.com')).toBe(false);
    await knex('access_accounts').update({ taken_until: null });
    await portal.runTask('environments-access');
    expect(await dana.listAccess(id)).toEqual([]);
  });

  it('is more for the minutes of an elevation, also for less than a token lasts, and the sweep ends it', async () => {
    const { id, namespace } = await portal.makeShop();
    const { id: asked } = await dana.requestElevation(id, ASKED);
    expect(await refusal(getAccess(dana, id, 'elevated'))).toMatch('409');
    await portal.as('olu').decideElevation(id, asked, { decision: 'approve' });
    await knex('elevations')
      .where({ id: asked })
      .update({
        ends_at: knex.raw("clock_timestamp() + interval '5 minutes'"),
      });

    await getAccess(dana, id, 'elevated');
    expect(await mayRelax(namespace, 'dana@example.com')).toBe(true);

    await knex('elevations')
      .where({ id: asked })
      .update({ ends_at: knex.raw('clock_timestamp()') });
    await portal.runTask('environments-elevations');
    expect(await mayRelax(namespace, 'dana@example.com')).toBe(false);
    expect((await dana.listElevations(id)).items).toMatchObject([
      { state: 'closed', usedAt: expect.any(String) },
    ]);
  });

  it('leaves no name in the log that could not be erased', async () => {
    const { id } = await makeShared();
    await getAccess(milo, id);
    await dana.revokeAccess(id, MILO);
    const read = async () => {
      const rows = await knex('audit_records')
        .leftJoin(
          'audit_disclosures',
          'audit_disclosures.seq',
          'audit_records.seq',
        )
        .where({ environment_id: id })
        .select('canonical', 'disclosures');
      const disclosed = JSON.stringify(rows.map(row => row.disclosures));
      return {
        bytes: rows.map(row => String(row.canonical)).join(),
        disclosed,
      };
    };
    expect(await read()).toEqual({
      bytes: expect.not.stringContaining('milo@example.com'),
      disclosed: expect.stringContaining('milo@example.com'),
    });
    await erasePerson(knex, MILO);
    expect((await read()).disclosed).not.toContain('milo@example.com');
  });

  it('is no foreign binding to whoever checks the environment again', async () => {
    const { id } = await portal.makeShop();
    await getAccess(dana, id);
    for (const kind of ['hibernate', 'resume'] as const) {
      const { operation } = await dana.createOperation(id, { kind }, uuid());
      await portal.succeeded(operation);
    }
    expect((await dana.getEnvironment(id)).phase).toBe('Ready');
  });
});
