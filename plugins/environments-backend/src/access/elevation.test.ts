import { TestDatabases } from '@backstage/backend-test-utils';
import {
  Elevation,
  EnvironmentsClient,
} from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { parse } from 'yaml';
import { ClusterError } from '../clusters/ClusterError';
import { ShopPortal, startShopPortal } from '../testing/startShopPortal';
import { refusal } from '../testing/startTemplatesPortal';
import { personAccountName } from './personAccount';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const ORCHARD = 'group:default/team-orchard';
const [DANA, MILO, OLU] = ['dana', 'milo', 'olu'].map(
  name => `user:default/${name}`,
);
const ASKED = { minutes: 30, reason: 'Debug egress of the shop' };

describe('elevation', () => {
  let knex: Knex;
  let portal: ShopPortal;
  let dana: EnvironmentsClient;
  let milo: EnvironmentsClient;
  let olu: EnvironmentsClient;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startShopPortal(knex);
    for (const [kind, name] of [
      ['Group', 'team-orchard'],
      ['User', 'olu'],
    ]) {
      portal.catalog.put({
        apiVersion: 'backstage.io/v1alpha1',
        kind,
        metadata: { name, namespace: 'default' },
        spec: {},
      });
    }
    [dana, milo, olu] = [
      portal.as('dana'),
      portal.as('milo'),
      portal.as('olu'),
    ];
  });
  afterAll(async () => portal.stop());

  async function open(
    id: string,
    who: EnvironmentsClient = dana,
  ): Promise<Elevation> {
    const { id: asked } = await who.requestElevation(id, ASKED);
    return olu.decideElevation(id, asked, { decision: 'approve' });
  }
  const elevated = (id: string, who: EnvironmentsClient = dana) =>
    who.createKubeconfig(id, { role: 'elevated' });
  const stateOf = async (id: string) =>
    (await dana.listElevations(id)).items.map(({ state }) => state);
  /** Makes it so many seconds older than it is. */
  const age = (elevation: Elevation, seconds: number) =>
    knex('elevations')
      .where({ id: elevation.id })
      .update(
        Object.fromEntries(
          ['ends_at', 'lapses_at'].map(column => [
            column,
            knex.raw('?? - make_interval(secs => ?)', [column, seconds]),
          ]),
        ),
      );

  async function accountOf(namespace: string, person: string) {
    const name = personAccountName('elevated', person);
    const objects = await Promise.all(
      [
        ['v1', 'ServiceAccount'],
        ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
      ].map(([apiVersion, kind]) =>
        portal.twin.get({ apiVersion, kind, name, namespace }),
      ),
    );
    return objects.filter(Boolean);
  }

  async function trailOf(id: string): Promise<string[]> {
    return (await portal.recordsOf(id))
      .filter(
        ({ action, parameters }) =>
          action.startsWith('environment.elevation') ||
          parameters?.role === 'elevated',
      )
      .map(({ action, stage, actor }) =>
        [
          action.replace('environment.', ''),
          stage,
          actor.ref.split(/[/:]/).at(-1),
        ].join(' '),
      );
  }

  it('is asked for by one, agreed to by another, used, and over by itself', async () => {
    const { id, namespace } = await portal.makeShop();
    const asked = await dana.requestElevation(id, ASKED);
    expect(asked).toMatchObject({
      person: DANA,
      state: 'requested',
      ...ASKED,
      mayDecide: false,
      mayClose: true,
      mayUse: false,
    });
    expect(await refusal(elevated(id))).toMatch(/409 Nobody has agreed yet/);
    expect(await olu.listElevations(id)).toMatchObject({
      items: [{ id: asked.id, mayDecide: true, mayClose: true }],
      mayRequest: false,
    });
    const opened = await olu.decideElevation(id, asked.id, {
      decision: 'approve',
    });
    expect(opened).toMatchObject({ state: 'open', decidedBy: OLU });
    const left = Date.parse(opened.endsAt!) - Date.now();
    expect(left).toBeGreaterThan(29 * 60_000);
    expect(left).toBeLessThanOrEqual(30 * 60_000);
    // The clock runs; nothing is on the cluster until it is used.
    expect(await accountOf(namespace, DANA)).toEqual([]);

    const got = await dana.createKubeconfig(id, {
      role: 'elevated',
      expirationSeconds: 28_800,
    });
    expect(Date.parse(got.expiresAt!)).toBeLessThanOrEqual(
      Date.parse(opened.endsAt!) + 5_000,
    );
    expect(parse(got.kubeconfig).users[0].name).toBe(
      `${personAccountName('elevated', DANA)}@${namespace}`,
    );
    const [, binding] = await accountOf(namespace, DANA);
    expect(binding).toMatchObject({ roleRef: { name: 'sandlot-elevated' } });
    expect((await dana.listElevations(id)).items).toMatchObject([
      { usedAt: expect.any(String), mayUse: true },
    ]);

    await age(asked, 1801);
    await portal.runTask('environments-elevations');
    expect(await accountOf(namespace, DANA)).toEqual([]);
    expect(await stateOf(id)).toEqual(['closed']);
    expect(await dana.listAccess(id)).toEqual([]);
    expect(await refusal(elevated(id))).toMatch(/409 You have no open/);
    expect(await trailOf(id)).toEqual([
      'elevation.request succeeded dana',
      'elevation.decide succeeded olu',
      'access requested dana',
      'elevation.close observed environments',
      'revokeAccess requested environments',
    ]);
    expect((await portal.recordsOf(id)).at(-1)).toMatchObject({
      action: 'environment.access',
      stage: 'failed',
    });
  });

  it('is agreed to by nobody who asked for it, and by nobody without the permission', async () => {
    const { id } = await portal.makeShop();
    await dana.createOperation(id, { kind: 'addMember', member: OLU }, uuid());
    const own = await olu.requestElevation(id, ASKED);
    const decide = (who: EnvironmentsClient, decision: 'approve' | 'reject') =>
      who.decideElevation(id, own.id, { decision, reason: 'Because' });
    for (const decision of ['approve', 'reject'] as const) {
      expect(await refusal(decide(olu, decision))).toMatch(
        /403 You asked for it yourself/,
      );
      expect(await refusal(decide(dana, decision))).toMatch('403');
      expect(await refusal(decide(portal.as('ada'), decision))).toMatch('403');
      expect(await refusal(decide(milo, decision))).toMatch('404');
    }
    expect(await stateOf(id)).toEqual(['requested']);
    // The database would not have it either.
    await expect(
      knex('elevations').where({ id: own.id }).update({ decided_by: OLU }),
    ).rejects.toThrow('elevations_check');
    expect(await trailOf(id)).toContain('elevation.decide denied olu');
  });

  it('waits in one list of all environments, for those who may decide on it and for nobody else', async () => {
    await knex('elevations')
      .where({ state: 'requested' })
      .update({ state: 'lapsed', closed_by: OLU, closed_at: new Date() });
    const shops = [await portal.makeShop(), await portal.makeShop()];
    const asked: Elevation[] = [];
    for (const { id } of shops) {
      asked.push(await dana.requestElevation(id, ASKED));
    }
    const [{ id }, { id: another }] = shops;
    const { name } = await dana.getEnvironment(id);
    expect(await olu.listWaitingElevations()).toEqual({
      items: [
        {
          elevation: { ...asked[0], mayDecide: true },
          environment: { id, name, owner: 'group:default/team-harbor' },
        },
        expect.objectContaining({
          elevation: expect.objectContaining({ id: asked[1].id }),
        }),
      ],
    });
    for (const who of [dana, milo, portal.as('ada')]) {
      expect(await who.listWaitingElevations()).toEqual({ items: [] });
    }

    const first = await olu.listWaitingElevations({ limit: 1 });
    expect(first.items).toMatchObject([{ environment: { id } }]);
    const second = await olu.listWaitingElevations({
      limit: 1,
      cursor: first.nextCursor,
    });
    expect(second).toMatchObject({ items: [{ environment: { id: another } }] });
    expect(second.nextCursor).toBeUndefined();
    expect(
      await refusal(olu.listWaitingElevations({ cursor: 'nonsense' })),
    ).toMatch(/400 .*start again without it/);

    // One's own waits for others.
    await dana.createOperation(id, { kind: 'addMember', member: OLU }, uuid());
    await olu.requestElevation(id, ASKED);
    const idsOf = async () =>
      (await olu.listWaitingElevations()).items.map(
        ({ elevation }) => elevation.id,
      );
    expect(await idsOf()).toEqual(asked.map(one => one.id));
    // What is over is no longer to be decided, also before the sweep has seen it.
    await age(asked[0], 3601);
    await olu.decideElevation(another, asked[1].id, { decision: 'approve' });
    expect(await idsOf()).toEqual([]);
  });

  it('is one at a time for a person, and for others beside', async () => {
    const { id } = await portal.makeShop();
    await dana.createOperation(
      id,
      { kind: 'addMember', member: ORCHARD },
      uuid(),
    );
    const both = await Promise.all(
      [0, 1].map(() =>
        dana.requestElevation(id, ASKED).then(
          () => 'asked',
          ({ statusCode }) => `${statusCode}`,
        ),
      ),
    );
    expect(both.sort()).toEqual(['409', 'asked']);
    await open(id, milo);
    expect(await refusal(milo.requestElevation(id, ASKED))).toMatch(
      /409 You have an elevation .* that is open/,
    );
    // It is the other one's.
    const [{ id: theirs }] = (await milo.listElevations(id)).items.filter(
      ({ person }) => person === MILO,
    );
    expect(await refusal(dana.closeElevation(id, theirs))).toMatch('403');
    expect(await refusal(elevated(id))).toMatch('409');
  });

  it('is listed a page at a time, with what is still to be done on the first', async () => {
    const { id } = await portal.makeShop();
    const ids: string[] = [];
    for (let time = 0; time < 5; time++) {
      const asked = await dana.requestElevation(id, ASKED);
      await dana.closeElevation(id, asked.id);
      ids.unshift(asked.id);
    }
    const current = await dana.requestElevation(id, ASKED);
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await olu.listElevations(id, { cursor, limit: 2 });
      pages.push(page.items.map(one => one.id));
      cursor = page.nextCursor;
      // Each of them knows whether somebody has one already.
      const own = await dana.listElevations(id, { cursor, limit: 2 });
      expect(own.mayRequest).toBe(false);
    } while (cursor);
    expect(pages).toEqual([
      [current.id, ...ids.slice(0, 2)],
      ids.slice(2, 4),
      ids.slice(4),
    ]);
    expect(
      await refusal(olu.listElevations(id, { cursor: 'made-up' })),
    ).toMatch(/400 .*cursor is not one that this API gave out/);
  });

  it('can be refused with a reason, and lapses when nobody decides', async () => {
    const { id } = await portal.makeShop();
    const first = await dana.requestElevation(id, ASKED);
    expect(
      await refusal(olu.decideElevation(id, first.id, { decision: 'reject' })),
    ).toMatch(/400 .*reason/);
    const no = { decision: 'reject' as const, reason: 'Ask the network team' };
    expect(await olu.decideElevation(id, first.id, no)).toMatchObject({
      state: 'rejected',
      decisionReason: no.reason,
    });
    expect(await olu.decideElevation(id, first.id, no)).toMatchObject({
      state: 'rejected',
    });
    expect(
      await refusal(olu.decideElevation(id, first.id, { decision: 'approve' })),
    ).toMatch(/409 The elevation is rejected already/);

    const second = await dana.requestElevation(id, ASKED);
    await age(second, 3601);
    // The sweep has not come by yet.
    expect(
      await refusal(
        olu.decideElevation(id, second.id, { decision: 'approve' }),
      ),
    ).toMatch(/409 The elevation is lapsed already/);
    await portal.runTask('environments-elevations');
    expect(await stateOf(id)).toEqual(['lapsed', 'rejected']);
  });

  it('that is open is not refused but closed, as the answer says', async () => {
    const { id } = await portal.makeShop();
    const opened = await open(id);
    const no = { decision: 'reject' as const, reason: 'Ask the network team' };
    expect(await refusal(olu.decideElevation(id, opened.id, no))).toMatch(
      /409 The elevation is open already: close it/,
    );
    expect(await olu.closeElevation(id, opened.id)).toMatchObject({
      state: 'closed',
    });
  });

  it('gives no token when less is left than a token lasts', async () => {
    const { id, namespace } = await portal.makeShop();
    const opened = await open(id);
    await age(opened, 1201);
    expect(await refusal(elevated(id))).toMatch(
      /409 .* no token is shorter than 600 s/,
    );
    expect(await accountOf(namespace, DANA)).toEqual([]);
  });

  it('is closed early by whoever has it, or by ops, and the account goes with it at once', async () => {
    const { id, namespace } = await portal.makeShop();
    for (const who of [dana, olu]) {
      const opened = await open(id);
      await elevated(id);
      expect(await accountOf(namespace, DANA)).toHaveLength(2);
      expect(await who.closeElevation(id, opened.id)).toMatchObject({
        state: 'closed',
      });
      expect(await accountOf(namespace, DANA)).toEqual([]);
      // Again, it stays as it is.
      await who.closeElevation(id, opened.id);
    }
    expect(
      (await trailOf(id)).filter(line => line.startsWith('elevation.close')),
    ).toEqual([
      'elevation.close succeeded dana',
      'elevation.close succeeded olu',
    ]);
    expect(await dana.listAccess(id)).toEqual([]);
  });

  it('leaves the person the access that they have anyway', async () => {
    const { id } = await portal.makeShop();
    await dana.createKubeconfig(id);
    const opened = await open(id);
    await elevated(id);
    await dana.closeElevation(id, opened.id);
    expect(await dana.listAccess(id)).toMatchObject([
      { person: DANA, role: 'owner', state: 'active' },
    ]);
  });

  it('ends with the membership by which it was had, and with the environment', async () => {
    const { id, namespace } = await portal.makeShop();
    const add = { kind: 'addMember', member: ORCHARD } as const;
    await dana.createOperation(id, add, uuid());
    await open(id, milo);
    await elevated(id, milo);
    await open(id);
    await dana.createOperation(
      id,
      { kind: 'removeMember', member: ORCHARD },
      uuid(),
    );
    expect(await accountOf(namespace, MILO)).toEqual([]);
    expect(await stateOf(id)).toEqual(['open', 'revoked']);
    const { operation } = await dana.deleteEnvironment(id);
    expect(await stateOf(id)).toEqual(['revoked', 'revoked']);
    await portal.succeeded(operation);
    await portal.runTask('environments-elevations');
    await portal.runTask('environments-access');
  });

  it('is over even if whoever was ending it died between the decision and the cluster', async () => {
    const { id, namespace } = await portal.makeShop();
    const opened = await open(id);
    await elevated(id);
    const get = jest
      .spyOn(portal.twin, 'get')
      .mockRejectedValue(new ClusterError('Unavailable', 'nobody answers'));
    await age(opened, 1801);
    await portal.runTask('environments-elevations');
    get.mockRestore();
    expect(await stateOf(id)).toEqual(['closed']);
    expect(await accountOf(namespace, DANA)).toHaveLength(2);
    // A new one is not had by what is left of the old one.
    await open(id);
    expect(await refusal(elevated(id))).toMatch(/409 .* is being revoked/);
    await knex('access_accounts').update({ taken_until: new Date(0) });
    await portal.runTask('environments-access');
    expect(await accountOf(namespace, DANA)).toEqual([]);
    await elevated(id);
  });

  it('gives nobody a token when it ends while that is made', async () => {
    const { id, namespace } = await portal.makeShop();
    const opened = await open(id);
    const createToken = portal.twin.createToken.bind(portal.twin);
    const spy = jest
      .spyOn(portal.twin, 'createToken')
      .mockImplementationOnce(async (...args) => {
        const token = await createToken(...args);
        await olu.closeElevation(id, opened.id);
        return token;
      });
    expect(await refusal(elevated(id))).toMatch('409');
    spy.mockRestore();
    expect(await accountOf(namespace, DANA)).toEqual([]);
  });

  it('does no half of anything when the record can’t be written', async () => {
    const { id } = await portal.makeShop();
    const opened = await open(id);
    await age(opened, 1801);
    await knex.raw(
      `create function refuse() returns trigger language plpgsql as $$ begin raise 'full'; end $$;
       create trigger refuse before insert on audit_records for each row execute function refuse()`,
    );
    await portal.runTask('environments-elevations');
    await knex.raw(
      'drop trigger refuse on audit_records; drop function refuse()',
    );
    expect(await stateOf(id)).toEqual(['open']);
    // It is of no use any more, though.
    expect(await refusal(elevated(id))).toMatch('409');
    await portal.runTask('environments-elevations');
    expect(await stateOf(id)).toEqual(['closed']);
  });

  it.each([
    [{ minutes: 14, reason: 'Too short' }, 'minutes'],
    [{ minutes: 61, reason: 'Too long' }, 'minutes'],
    [{ minutes: 30, reason: 'x' }, 'reason'],
    [{ minutes: 30 } as typeof ASKED, 'reason'],
  ])('refuses %j', async (body, field) => {
    const { id } = await portal.makeShop();
    expect(await refusal(dana.requestElevation(id, body))).toMatch(
      new RegExp(`400 .*${field}`),
    );
  });
});
