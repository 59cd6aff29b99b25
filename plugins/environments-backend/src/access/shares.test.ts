import { TestDatabases, mockCredentials } from '@backstage/backend-test-utils';
import { EnvironmentsClient } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { CATALOG_OUTSIDERS } from '../testing/catalogUsers';
import { ShopPortal, startShopPortal } from '../testing/startShopPortal';
import { refusal } from '../testing/startTemplatesPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const DAY = 24 * 3600_000;
const ORCHARD = 'group:default/team-orchard';
const STEN = 'user:default/sten';
const inDays = (days: number) =>
  new Date(Date.now() + days * DAY).toISOString();

describe('a share link', () => {
  let knex: Knex;
  let portal: ShopPortal;
  let dana: EnvironmentsClient;
  let sten: EnvironmentsClient;
  const codes: string[] = [];

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startShopPortal(knex);
    CATALOG_OUTSIDERS.forEach(one => portal.catalog.put(one));
    [dana, sten] = [portal.as('dana'), portal.as('sten')];
  });
  afterAll(async () => portal.stop());

  async function makeShared(expiresAt?: string) {
    const shop = await portal.makeShop();
    const made = await dana.createShare(shop.id, {
      label: 'Client of the pilot',
      expiresAt,
    });
    codes.push(made.code);
    return { ...shop, ...made };
  }

  async function trailOf(id: string): Promise<string[]> {
    const records = await portal.recordsOf(id);
    return records
      .filter(({ action }) => /share/i.test(action))
      .map(({ action, stage, actor, reason }) =>
        [
          action.split('.')[1],
          stage,
          actor.ref.split('/')[1],
          ...(reason ? [reason] : []),
        ].join(' '),
      );
  }

  it('lets somebody who saw nothing before see this environment, and no other', async () => {
    const other = await portal.makeShop();
    const { id, name, code, share } = await makeShared();
    expect(code).toMatch(/^[A-Za-z0-9_-]{32}$/);
    expect(share).toMatchObject({
      label: 'Client of the pilot',
      createdBy: 'user:default/dana',
      state: 'active',
      guests: [],
    });
    expect(Date.parse(share.expiresAt) - Date.now()).toBeGreaterThan(6.9 * DAY);
    expect(await refusal(sten.getEnvironment(id))).toMatch('404');

    expect(await sten.redeemShare(id, code)).toMatchObject({ id, name });
    expect(await sten.getEnvironment(id)).toMatchObject({ name });
    expect((await sten.listEnvironments()).items.map(one => one.id)).toEqual([
      id,
    ]);
    expect((await sten.listOperations(id)).items).not.toEqual([]);
    expect((await sten.listObjects(id)).items).not.toEqual([]);
    const receiptFor = async (person: 'dana' | 'sten') => {
      const path = `/environments/${id}/receipts/creation`;
      return (await portal.fetchAs(person, path)).text();
    };
    expect(await receiptFor('sten')).toBe(await receiptFor('dana'));
    expect(await refusal(sten.getEnvironment(other.id))).toMatch('404');
    // Others are not let in by what he was given.
    expect(await refusal(portal.as('milo').getEnvironment(id))).toMatch('404');

    // Once more does no harm, and is not noted again.
    await sten.redeemShare(id, code);
    expect(await dana.listShares(id)).toMatchObject([
      { id: share.id, guests: [{ person: STEN }] },
    ]);
    expect(await trailOf(id)).toEqual([
      'share succeeded dana',
      'redeemShare succeeded sten',
    ]);
  });

  it('tells whom it let in by whom and until when, and nobody who sees it anyway', async () => {
    const { id, code } = await makeShared(inDays(2));
    const longer = await dana.createShare(id, {
      label: 'For longer',
      expiresAt: inDays(3),
    });
    expect((await sten.redeemShare(id, code)).guest?.until).toBe(
      (await dana.listShares(id)).at(-1)?.expiresAt,
    );
    await sten.redeemShare(id, longer.code);
    const guest = {
      until: longer.share.expiresAt,
      sharedBy: 'user:default/dana',
    };
    expect(await sten.getEnvironment(id)).toMatchObject({ guest });
    expect((await sten.listEnvironments()).items).toContainEqual(
      expect.objectContaining({ id, guest }),
    );
    // What is left says until when.
    await dana.revokeShare(id, longer.share.id);
    const { guest: left } = await sten.getEnvironment(id);
    expect(Date.parse(left!.until)).toBeLessThan(Date.parse(guest.until));

    await portal.as('olu').redeemShare(id, code);
    for (const who of [dana, portal.as('olu'), portal.as('ada')]) {
      expect(await who.getEnvironment(id)).not.toHaveProperty('guest');
    }
    // Who uses it as a member from now on is no guest any more.
    await dana.createOperation(id, { kind: 'addMember', member: STEN }, uuid());
    expect(await sten.getEnvironment(id)).not.toHaveProperty('guest');
  });

  it('is made once for a key, whose repetition says what to do', async () => {
    const shop = await portal.makeShop();
    const post = (key: string, label: string) =>
      fetch(`${portal.url}/environments/${shop.id}/shares`, {
        method: 'POST',
        headers: {
          Authorization: mockCredentials.user.header('user:default/dana'),
          'Content-Type': 'application/json',
          'Idempotency-Key': key,
        },
        body: JSON.stringify({ label }),
      });
    const key = uuid();
    const answers = await Promise.all([
      post(key, 'A client'),
      post(key, 'A client'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const again = await post(key, 'Another');
    expect(again.status).toBe(409);
    expect((await again.json()).error.message).toMatch(
      /idempotency-key: share link .* made with it before.*revoke the link and make another/,
    );
    expect((await post(uuid(), 'Another')).status).toBe(201);
    expect((await dana.listShares(shop.id)).map(one => one.label)).toEqual([
      'Another',
      'A client',
    ]);
  });

  it.each(['\u202eevil', 'none\u200b', 'two\nlines', '\u2066x'])(
    'has a label that looks like what it is, not %j',
    async label => {
      const shop = await portal.makeShop();
      expect(await refusal(dana.createShare(shop.id, { label }))).toMatch(
        /400 request\/body\/label: it has the character U\+/,
      );
    },
  );

  it('lets them do nothing with it, and see no log', async () => {
    const { id, code, share } = await makeShared();
    const { allowed } = await sten.redeemShare(id, code);
    expect(Object.values(allowed)).not.toContain(true);
    const tries = [
      sten.createKubeconfig(id),
      sten.createKubeconfig(id, { role: 'viewer' }),
      sten.deleteEnvironment(id),
      sten.createOperation(id, { kind: 'hibernate' }, uuid()),
      sten.createOperation(id, { kind: 'addMember', member: STEN }, uuid()),
      sten.createOperation(id, { kind: 'transfer', owner: STEN }, uuid()),
      sten.cloneEnvironment(
        id,
        { name: 'mine', owner: 'group:default/team-quay' },
        uuid(),
      ),
      sten.revokeAccess(id),
      sten.planHibernation(id, {}),
      sten.createShare(id, { label: 'A friend' }),
      sten.listShares(id),
      sten.revokeShare(id, share.id),
      sten.listAuditRecords({ environment: id }),
    ];
    for (const tried of await Promise.all(tries.map(refusal))) {
      expect(tried).toMatch('403');
    }
    expect(await trailOf(id)).toContain(
      `share denied sten You may see environment ${
        (await dana.getEnvironment(id)).name
      }, but not do this with it`,
    );
  });

  it('ends for everybody as soon as it is revoked', async () => {
    const { id, code, share } = await makeShared();
    await Promise.all(
      [sten, portal.as('milo')].map(one => one.redeemShare(id, code)),
    );
    expect(await dana.revokeShare(id, share.id)).toMatchObject([
      { state: 'revoked', revokedAt: expect.any(String) },
    ]);
    for (const one of [sten, portal.as('milo')]) {
      expect(await refusal(one.getEnvironment(id))).toMatch('404');
      expect(await refusal(one.redeemShare(id, code))).toMatch('404');
      expect((await one.listEnvironments()).items).not.toContainEqual(
        expect.objectContaining({ id }),
      );
    }
    // Once more changes nothing.
    await dana.revokeShare(id, share.id);
    expect((await trailOf(id)).slice(-3)).toEqual([
      'revokeShare succeeded dana',
      `redeemShare denied sten The share link ${share.id} was revoked`,
      `redeemShare denied milo The share link ${share.id} was revoked`,
    ]);
    expect(await refusal(dana.revokeShare(id, uuid()))).toMatch(/404 .*link/);
  });

  it('ends by itself', async () => {
    const { id, code, share } = await makeShared(inDays(1));
    await sten.redeemShare(id, code);
    await knex('shares')
      .where({ id: share.id })
      .update({ expires_at: new Date(Date.now() - 1000) });
    expect(await refusal(sten.getEnvironment(id))).toMatch('404');
    expect(await refusal(sten.redeemShare(id, code))).toMatch('404');
    expect(await dana.listShares(id)).toMatchObject([{ state: 'expired' }]);
    expect((await trailOf(id)).at(-1)).toBe(
      `redeemShare denied sten The share link ${share.id} has expired`,
    );
  });

  it('is not to be guessed, and what is wrong is not said', async () => {
    const { id, code } = await makeShared();
    const there = await makeShared();
    const nowhere = uuid();
    const ask = async (environment: string, tried: string) =>
      (await refusal(sten.redeemShare(environment, tried))).replace(
        environment,
        'ID',
      );
    const said = await Promise.all([
      ask(id, 'wrong'),
      ask(id, there.code),
      ask(there.id, `${there.code}x`),
      ask(nowhere, code),
    ]);
    expect(new Set(said).size).toBe(1);
    expect(said[0]).toMatch('404 There is no environment ID');
    expect(await refusal(sten.getEnvironment(id))).toMatch('404');
    expect((await trailOf(id)).slice(1)).toEqual([
      'redeemShare denied sten No share link of this environment has this code',
      'redeemShare denied sten No share link of this environment has this code',
    ]);
  });

  it('has an end that is bound, and is made by nobody but the owner and ops', async () => {
    const shop = await portal.makeShop();
    const make = (expiresAt: string, by = dana) =>
      by.createShare(shop.id, { label: 'A client', expiresAt });
    for (const end of [inDays(31), inDays(-1)]) {
      expect(await refusal(make(end))).toMatch(
        '400 request/body/expiresAt: expected a time after now and until',
      );
    }
    await make(inDays(29.9));
    await make(inDays(1), portal.as('olu'));
    await dana.createOperation(
      shop.id,
      { kind: 'addMember', member: ORCHARD },
      uuid(),
    );
    expect(await refusal(make(inDays(1), portal.as('milo')))).toMatch('403');
    expect(await refusal(make(inDays(1), portal.as('ada')))).toMatch('403');
    expect(await refusal(make(inDays(1), sten))).toMatch('404');
    expect(await refusal(dana.createShare(shop.id, { label: '  ' }))).toMatch(
      '400',
    );
  });

  it('does not outlive the environment', async () => {
    const { id, code } = await makeShared();
    await sten.redeemShare(id, code);
    await knex('environments')
      .where({ id })
      .update({ delete_at: new Date(Date.now() + DAY) });
    expect(
      await refusal(
        dana.createShare(id, { label: 'A client', expiresAt: inDays(2) }),
      ),
    ).toMatch('when the environment is deleted');
    const { share } = await dana.createShare(id, { label: 'A client' });
    expect(Date.parse(share.expiresAt) - Date.now()).toBeLessThanOrEqual(DAY);
    await knex('environments').where({ id }).update({ delete_at: null });

    const { operation } = await dana.deleteEnvironment(id);
    await portal.succeeded(operation);
    expect(await refusal(sten.getEnvironment(id))).toMatch('404');
    expect(await refusal(sten.redeemShare(id, code))).toMatch('404');
    expect(await refusal(dana.createShare(id, { label: 'A client' }))).toMatch(
      '409',
    );
  });

  it('ends when the environment is given away', async () => {
    const { id, code } = await makeShared();
    await sten.redeemShare(id, code);
    const { operation } = await dana.createOperation(
      id,
      { kind: 'transfer', owner: ORCHARD },
      uuid(),
    );
    expect(await refusal(sten.getEnvironment(id))).toMatch('404');
    await portal.succeeded(operation);
    expect((await trailOf(id)).at(-1)).toBe(
      `revokeShare succeeded dana The environment was given to ${ORCHARD}`,
    );
  });

  it('leaves no grant behind for who sees the environment anyway', async () => {
    const { id, code } = await makeShared();
    expect(await dana.redeemShare(id, code)).toMatchObject({ id });
    expect(await dana.listShares(id)).toMatchObject([{ guests: [] }]);
  });

  it('has its code in no table', async () => {
    await makeShared();
    const { rows: tables } = await knex.raw(
      `select tablename from pg_tables where schemaname = 'public'`,
    );
    for (const { tablename } of tables) {
      const { rows } = await knex.raw(
        `select count(*)::int as found from ?? t where t::text like any(?)`,
        [tablename, codes.map(one => `%${one}%`)],
      );
      expect([tablename, rows[0].found]).toEqual([tablename, 0]);
    }
  });
});
