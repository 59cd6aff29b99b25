import { TestDatabases } from '@backstage/backend-test-utils';
import {
  EnvironmentsClient,
  Kubeconfig,
} from '@sandlot/plugin-environments-common';
import {
  ANNOTATION_PERSON,
  LABEL_ENVIRONMENT,
  LABEL_MANAGED_BY,
} from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { parse } from 'yaml';
import { ClusterError } from '../clusters/ClusterError';
import { CATALOG_OUTSIDERS } from '../testing/catalogUsers';
import { ShopPortal, startShopPortal } from '../testing/startShopPortal';
import { refusal } from '../testing/startTemplatesPortal';
import { personAccountName } from './personAccount';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const ORCHARD = 'group:default/team-orchard';
const [DANA, MILO] = ['dana', 'milo'].map(name => `user:default/${name}`);

describe('access to an environment', () => {
  let knex: Knex;
  let portal: ShopPortal;
  let dana: EnvironmentsClient;
  let milo: EnvironmentsClient;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startShopPortal(knex);
    CATALOG_OUTSIDERS.forEach(one => portal.catalog.put(one));
    [dana, milo] = [portal.as('dana'), portal.as('milo')];
  });
  afterAll(async () => portal.stop());

  const change = (
    id: string,
    request: Parameters<EnvironmentsClient['createOperation']>[1],
  ) => dana.createOperation(id, request, uuid());

  async function makeShared() {
    const shop = await portal.makeShop();
    await change(shop.id, { kind: 'addMember', member: ORCHARD });
    return shop;
  }

  function accountOn(namespace: string, name: string, kind = 'ServiceAccount') {
    const apiVersion =
      kind === 'ServiceAccount' ? 'v1' : 'rbac.authorization.k8s.io/v1';
    return portal.twin.get({ apiVersion, kind, name, namespace });
  }
  const userIn = ({ kubeconfig }: Kubeconfig): string =>
    parse(kubeconfig).users[0].name;
  async function trailOf(id: string): Promise<string[]> {
    const { items } = await portal
      .as('ada')
      .listAuditRecords({ environment: id, limit: 100 });
    return items
      .reverse()
      .filter(({ action }) => action === 'environment.revokeAccess')
      .map(({ stage, actor, target }) =>
        [stage, actor.ref.split('/')[1], target.name].join(' '),
      );
  }

  it('is by an account of one’s own, which names the person', async () => {
    const { id, namespace } = await makeShared();
    const account = personAccountName('owner', DANA);
    expect(account).toMatch(/^sandlot-owner-dana-[0-9a-f]{10}$/);

    const access = await dana.createKubeconfig(id);
    await milo.createKubeconfig(id, { role: 'viewer', expirationSeconds: 600 });

    expect(userIn(access)).toBe(`${account}@${namespace}`);
    for (const kind of ['ServiceAccount', 'RoleBinding']) {
      expect(await accountOn(namespace, account, kind)).toMatchObject({
        metadata: {
          labels: { [LABEL_MANAGED_BY]: 'sandlot', [LABEL_ENVIRONMENT]: id },
          annotations: { [ANNOTATION_PERSON]: DANA },
        },
      });
    }
    const listed = await dana.listAccess(id);
    expect(listed).toMatchObject([
      { person: DANA, role: 'owner', account, state: 'active' },
      { person: MILO, role: 'viewer', state: 'active' },
    ]);
    expect(listed[0].tokenEndsAt! >= access.expiresAt!).toBe(true);
    expect(await milo.listAccess(id)).toEqual(listed);
    expect(await refusal(portal.as('sten').listAccess(id))).toMatch('404');
  });

  it('comes in a kubeconfig without a token too, with which nothing happens until it is used', async () => {
    const { id, namespace } = await portal.makeShop();
    const { kubeconfig, expiresAt } = await dana.createKubeconfig(id, {
      form: 'exec',
      role: 'viewer',
    });
    expect(expiresAt).toBeUndefined();
    const { users } = parse(kubeconfig);
    expect(users).toEqual([
      {
        name: `${personAccountName('viewer', DANA)}@${namespace}`,
        user: {
          exec: expect.objectContaining({
            apiVersion: 'client.authentication.k8s.io/v1',
            command: 'sandlot',
            args: ['kube-token', `--environment=${id}`, '--role=viewer'],
            interactiveMode: 'Never',
          }),
        },
      },
    ]);
    expect(await dana.listAccess(id)).toEqual([]);
  });

  it('is asked for again without another account', async () => {
    const { id, namespace } = await portal.makeShop();
    const { expiresAt } = await dana.createKubeconfig(id, {
      expirationSeconds: 28_800,
    });
    const account = personAccountName('owner', DANA);
    const first = await accountOn(namespace, account);
    await dana.createKubeconfig(id, { expirationSeconds: 600 });
    expect((await accountOn(namespace, account))?.metadata.uid).toBe(
      first?.metadata.uid,
    );
    const [listed, ...others] = await dana.listAccess(id);
    expect(others).toEqual([]);
    expect(Date.parse(listed.tokenEndsAt!)).toBeGreaterThanOrEqual(
      Date.parse(expiresAt!),
    );
  });

  it('can be given back, and be had anew', async () => {
    const { id, namespace } = await makeShared();
    const account = personAccountName('owner', MILO);
    await milo.createKubeconfig(id);
    await dana.createKubeconfig(id);
    const left = await milo.revokeAccess(id);
    expect(left.map(({ person }) => person)).toEqual([DANA]);
    for (const kind of ['ServiceAccount', 'RoleBinding']) {
      expect(await accountOn(namespace, account, kind)).toBeUndefined();
    }
    expect(await trailOf(id)).toEqual([
      `requested milo ${account}`,
      `authorized milo ${account}`,
      `attempt milo ${account}`,
      `succeeded milo ${account}`,
    ]);
    await milo.createKubeconfig(id);
    expect(await accountOn(namespace, account)).toBeDefined();
  });

  it('is taken from others by the owner and by ops, and by nobody else', async () => {
    const { id, name } = await makeShared();
    await milo.createKubeconfig(id);
    await dana.createKubeconfig(id);
    expect(await refusal(milo.revokeAccess(id, DANA))).toMatch('403');
    expect(await refusal(portal.as('ada').revokeAccess(id, DANA))).toMatch(
      '403',
    );
    expect(await refusal(portal.as('sten').revokeAccess(id, DANA))).toMatch(
      '404',
    );
    expect(await trailOf(id)).toEqual([
      `denied milo ${name}`,
      `denied ada ${name}`,
      `denied sten ${name}`,
    ]);
    expect(await dana.revokeAccess(id, MILO)).toMatchObject([{ person: DANA }]);
    expect(await portal.as('olu').revokeAccess(id, DANA)).toEqual([]);
    // Nobody has any, and saying so does no harm.
    expect(await dana.revokeAccess(id)).toEqual([]);
  });

  it('ends with the membership by which it was had, and with that alone', async () => {
    const { id, namespace } = await makeShared();
    await change(id, { kind: 'addMember', member: 'user:default/sten' });
    await Promise.all(
      (['dana', 'milo', 'sten'] as const).map(person =>
        portal.as(person).createKubeconfig(id),
      ),
    );
    await change(id, { kind: 'removeMember', member: ORCHARD });
    const listed = await dana.listAccess(id);
    expect(listed.map(({ person }) => person)).toEqual([
      DANA,
      'user:default/sten',
    ]);
    expect(
      await accountOn(namespace, personAccountName('owner', MILO)),
    ).toBeUndefined();
  });

  it('ends for the old owner when the environment is given away', async () => {
    const { id, namespace } = await portal.makeShop();
    await dana.createKubeconfig(id);
    const { operation } = await change(id, {
      kind: 'transfer',
      owner: ORCHARD,
    });
    expect(
      await accountOn(namespace, personAccountName('owner', DANA)),
    ).toBeUndefined();
    await portal.succeeded(operation);
    await milo.createKubeconfig(id);
    expect(await milo.listAccess(id)).toMatchObject([{ person: MILO }]);
  });

  it('is taken as soon as the cluster answers again, whatever happened to who asked for it', async () => {
    const { id, namespace } = await makeShared();
    const account = personAccountName('owner', MILO);
    await milo.createKubeconfig(id);
    const get = jest
      .spyOn(portal.twin, 'get')
      .mockRejectedValue(new ClusterError('Unavailable', 'nobody answers'));
    expect(await dana.revokeAccess(id, MILO)).toMatchObject([
      { person: MILO, state: 'revoking' },
    ]);
    get.mockRestore();
    expect(await refusal(milo.createKubeconfig(id))).toMatch(
      /409 The access of user:default\/milo .* is being revoked/,
    );
    await portal.runTask('environments-access');
    // Another backend has it in hand, or had when it died.
    expect(await accountOn(namespace, account)).toBeDefined();
    await knex('access_accounts').update({ taken_until: new Date(0) });
    await portal.runTask('environments-access');
    expect(await accountOn(namespace, account)).toBeUndefined();
    expect(await dana.listAccess(id)).toEqual([]);
    expect(await trailOf(id)).toEqual(
      [
        'requested',
        'authorized',
        'attempt',
        'unknown',
        'attempt',
        'succeeded',
      ].map(stage => `${stage} dana ${account}`),
    );
  });

  it('gives nobody a token that is revoked while it is made', async () => {
    const { id, namespace } = await makeShared();
    const createToken = portal.twin.createToken.bind(portal.twin);
    const spy = jest
      .spyOn(portal.twin, 'createToken')
      .mockImplementationOnce(async (...args) => {
        const token = await createToken(...args);
        await dana.revokeAccess(id, MILO);
        // As if the account had been made after it was looked for.
        await portal.twin.apply({
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: { name: args[1], namespace },
        });
        return token;
      });
    expect(await refusal(milo.createKubeconfig(id))).toMatch('409');
    spy.mockRestore();
    expect(
      await accountOn(namespace, personAccountName('owner', MILO)),
    ).toBeUndefined();
  });

  it('goes with the environment', async () => {
    const { id } = await portal.makeShop();
    await dana.createKubeconfig(id);
    const { operation } = await dana.deleteEnvironment(id);
    await portal.succeeded(operation);
    await portal.runTask('environments-access');
    expect(await dana.listAccess(id)).toEqual([]);
  });

  it('refuses what is no person', async () => {
    const { id } = await portal.makeShop();
    expect(await refusal(dana.revokeAccess(id, '<script>'))).toMatch('400');
  });
});
