import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { groupEntity, userEntity } from '../testing/principals';
import {
  OwnersPortal,
  everybody,
  startOwnersPortal,
} from '../testing/startOwnersPortal';
import { refusal } from '../testing/startTemplatesPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const [HARBOR, ORCHARD, QUAY] = ['harbor', 'orchard', 'quay'].map(
  name => `group:default/team-${name}`,
);
const [MILO, STEN] = ['milo', 'sten'].map(name => `user:default/${name}`);
const OPS = ['group:default/platform-ops'];
const SWEEP = {
  ref: 'plugin:environments',
  kind: 'system',
  groups: [],
  authMethod: 'sweep',
};

describe('owners who are gone from the catalog', () => {
  let knex: Knex;
  let portal: OwnersPortal;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startOwnersPortal(knex);
    // Others, so that one who is gone is not most of them.
    await portal.make('dana');
    await portal.make('sten');
  });
  afterEach(async () => {
    portal.failNotifications(undefined);
    portal.catalog.failWith(undefined);
    portal.catalog.answerPartly(false);
    portal.catalog.replace(everybody());
    await portal.look();
  });
  afterAll(async () => portal.stop());

  /** Milo's, which two groups may use, of which Quay was let in first. */
  async function makeShared() {
    const environment = await portal.make('milo');
    for (const member of ['user:default/drew', QUAY, HARBOR]) {
      await portal.request('milo', environment.id, {
        kind: 'addMember',
        member,
      });
    }
    return environment;
  }
  /** Gone long enough. */
  async function loseMilo() {
    portal.catalog.remove(MILO);
    await portal.look();
    await portal.lookAfter(1);
  }

  it('are followed by the group that was let in first, and have no way in any more', async () => {
    const { id } = await makeShared();
    const milo = portal.as('milo');
    await milo.createKubeconfig(id);
    await milo.requestElevation(id, { minutes: 15, reason: 'A look' });
    await milo.createShare(id, { label: 'A client' });
    await portal.as('sten').createKubeconfig(id);

    await loseMilo();
    const given = await portal.settled(id);

    expect(given).toMatchObject({ owner: QUAY, phase: 'Ready' });
    expect(given).not.toHaveProperty('ownerMissing');
    expect(given.members.map(({ ref }) => ref)).toEqual([
      'user:default/drew',
      HARBOR,
    ]);
    expect(portal.toldOf(id)).toEqual([]);
    const sten = portal.as('sten');
    expect(await sten.listAccess(id)).toMatchObject([{ person: STEN }]);
    expect((await sten.listElevations(id)).items).toMatchObject([
      { state: 'revoked' },
    ]);
    expect(await sten.listShares(id)).toMatchObject([{ state: 'revoked' }]);
    const [requested] = await portal.recordsOf(id, 'environment.transfer');
    expect(requested).toMatchObject({
      stage: 'requested',
      actor: SWEEP,
      parameters: { from: MILO, to: QUAY },
      reason: expect.stringMatching(
        /^The catalog does not have user:default\/milo any more, since [-\d]+ [:\d]+ UTC; group:default\/team-quay takes over, which was let in at [-\d]+ [:\d]+ UTC, as the first group$/,
      ),
    });
    const revocations = await portal.recordsOf(id, 'environment.revokeAccess');
    expect(revocations.map(({ stage }) => stage)).toEqual([
      'requested',
      'authorized',
      'attempt',
      'succeeded',
    ]);
    expect(revocations[0].reason).toMatch(
      'The catalog does not have user:default/milo any more, since',
    );
  });

  it('are gone only when every look missed them for an hour', async () => {
    const { id } = await makeShared();
    portal.catalog.remove(MILO);
    await portal.look();
    await portal.lookAfter(0.9);
    expect(await portal.get(id)).toMatchObject({ owner: MILO });
    expect(await portal.get(id)).not.toHaveProperty('ownerMissing');

    portal.catalog.put(userEntity('milo', 'team-orchard'));
    await portal.look();
    portal.catalog.remove(MILO);
    await portal.lookAfter(1);
    expect(await portal.get(id)).toMatchObject({ owner: MILO });

    await portal.lookAfter(1);
    expect(await portal.settled(id)).toMatchObject({ owner: QUAY });
  });

  it.each<[string, () => void]>([
    ['is down', () => portal.catalog.failWith(new Error('No answer'))],
    ['answers partly', () => portal.catalog.answerPartly(true)],
    ['is empty', () => portal.catalog.replace([])],
    [
      'misses most people',
      () =>
        ['dana', 'milo'].forEach(name =>
          portal.catalog.remove(`user:default/${name}`),
        ),
    ],
  ])('are not believed to be gone by a catalog that %s', async (_, breakIt) => {
    const { id } = await makeShared();
    await portal.as('milo').createKubeconfig(id);
    portal.catalog.remove(MILO);
    await portal.look();

    breakIt();
    await portal.lookAfter(2);
    await portal.lookAfter(2);

    const after = await portal.get(id);
    expect(after).toMatchObject({ owner: MILO, phase: 'Ready' });
    expect(after).not.toHaveProperty('ownerMissing');
    expect(await portal.as('olu').listAccess(id)).toHaveLength(1);
    expect(await portal.recordsOf(id, 'environment.ownerMissing')).toEqual([]);
  });

  it('are believed to be a broken catalog when most are gone at once, of which ops hear when it lasts, and what was seen before counts no more', async () => {
    const { id } = await makeShared();
    const told = () =>
      portal.notified.filter(({ payload }) => payload.scope === 'owners:doubt');
    const before = told().length;
    portal.catalog.remove(MILO);
    await portal.look();
    portal.catalog.remove('user:default/dana');
    await portal.look();
    await portal.look();
    expect(told()).toHaveLength(before);

    await portal.lookAfter(1);
    await portal.lookAfter(24);
    expect(told().slice(before)).toEqual([
      expect.objectContaining({
        recipients: { type: 'entity', entityRef: OPS },
        payload: expect.objectContaining({
          description: expect.stringContaining(
            'it misses 2 of 3 users at once',
          ),
        }),
      }),
    ]);
    await portal.lookAfter(6 * 24);
    expect(told()).toHaveLength(before + 2);

    portal.catalog.put(userEntity('dana', 'team-harbor'));
    await portal.look();
    expect(await portal.get(id)).toMatchObject({ owner: MILO });
    await portal.lookAfter(1);
    expect(await portal.settled(id)).toMatchObject({ owner: QUAY });
  });

  it('without a group to follow are told to ops, once and then each week, and marked until they are back', async () => {
    const { id, name } = await portal.make('milo');
    await portal.request('milo', id, {
      kind: 'addMember',
      member: 'user:default/drew',
    });
    await loseMilo();
    await portal.lookAfter(24);

    expect(portal.toldOf(id)).toEqual([
      {
        recipients: { type: 'entity', entityRef: OPS },
        payload: expect.objectContaining({
          title: `Environment ${name} has lost its owner`,
          link: `/environments/${id}`,
          description: expect.stringContaining(
            'No group that is there may use it',
          ),
        }),
      },
    ]);
    const marked = await portal.get(id);
    expect(marked).toMatchObject({
      owner: MILO,
      ownerMissing: { since: expect.any(String), toldAt: expect.any(String) },
    });
    const { items } = await portal
      .as('olu')
      .listEnvironments({ concern: 'ownerMissing' });
    expect(items.map(item => item.id)).toEqual([id]);
    expect(
      await portal.recordsOf(id, 'environment.ownerMissing'),
    ).toMatchObject([
      { stage: 'observed', actor: SWEEP, parameters: { owner: MILO } },
      { stage: 'observed', parameters: { owner: MILO, recipients: OPS } },
    ]);

    await portal.lookAfter(6 * 24);
    expect(portal.toldOf(id)).toHaveLength(2);

    portal.catalog.put(userEntity('milo', 'team-orchard'));
    await portal.look();
    await portal.look();
    expect(await portal.get(id)).not.toHaveProperty('ownerMissing');
    expect(await portal.recordsOf(id, 'environment.ownerFound')).toMatchObject([
      {
        stage: 'observed',
        actor: SWEEP,
        parameters: { owner: MILO, since: marked.ownerMissing!.since },
      },
    ]);
  });

  it('are told to ops by the next look if they could not be told now', async () => {
    const { id } = await portal.make('milo');
    portal.failNotifications(new Error('No mail'));
    await loseMilo();
    expect(await portal.get(id)).toMatchObject({ ownerMissing: {} });
    expect((await portal.get(id)).ownerMissing).not.toHaveProperty('toldAt');
    portal.failNotifications(undefined);
    await portal.look();
    expect(portal.toldOf(id)).toHaveLength(1);
  });

  it('that are groups are told to ops, whoever else may use it, and somebody who gets it has no mark', async () => {
    const { id } = await portal.make('milo', ORCHARD);
    await portal.request('milo', id, { kind: 'addMember', member: QUAY });
    portal.catalog.remove(ORCHARD);
    await portal.look();
    await portal.lookAfter(1);
    expect(portal.toldOf(id)).toMatchObject([
      { payload: { description: expect.stringContaining('It was a group') } },
    ]);
    expect(await portal.get(id)).toMatchObject({
      owner: ORCHARD,
      ownerMissing: {},
    });

    await portal.request('olu', id, { kind: 'transfer', owner: QUAY });
    const given = await portal.settled(id);
    expect(given).toMatchObject({ owner: QUAY });
    expect(given).not.toHaveProperty('ownerMissing');
  });

  it('keep it while it is under legal hold or something is done with it', async () => {
    const { id } = await makeShared();
    const held = await makeShared();
    await portal.as('ada').holdLegally(held.id, 'Evidence');
    const [row] = await knex('operations')
      .where({ id: (await portal.get(id)).operation.id })
      .select();
    await knex('operations')
      .where({ id: row.id })
      .update({ state: 'Queued', finished_at: null });

    await loseMilo();
    for (const one of [id, held.id]) {
      expect(await portal.get(one)).toMatchObject({
        owner: MILO,
        ownerMissing: {},
      });
      expect(portal.toldOf(one)).toEqual([]);
    }

    await knex('operations')
      .where({ id: row.id })
      .update({ state: row.state, finished_at: row.finished_at });
    await portal.as('ada').endLegalHold(held.id, 'Over');
    await portal.look();
    expect(await portal.settled(id)).toMatchObject({ owner: QUAY });
    expect(await portal.settled(held.id)).toMatchObject({ owner: QUAY });
  });

  it('are told to ops with why the group can not have it, and the group gets it when it can', async () => {
    const { id, name } = await makeShared();
    const other = await portal.make('sten', QUAY, name);
    await loseMilo();
    expect(portal.toldOf(id)).toMatchObject([
      {
        payload: {
          description: expect.stringContaining(
            `${QUAY} could not take it over: request/body/owner: ${QUAY} has an environment ${name} already`,
          ),
        },
      },
    ]);
    const { operation } = await portal.as('sten').deleteEnvironment(other.id);
    await portal.finished(operation.id);
    await portal.look();
    expect(await portal.settled(id)).toMatchObject({ owner: QUAY });
  });

  it('are told to ops while it sleeps, which the group can not get, and followed when it is awake', async () => {
    const { id } = await makeShared();
    const asleep = await portal.request('milo', id, { kind: 'hibernate' });
    await portal.finished(asleep.operation.id);
    await loseMilo();
    expect(portal.toldOf(id)).toMatchObject([
      {
        payload: {
          description: expect.stringContaining(
            `${QUAY} does not take it over while it is Hibernated`,
          ),
        },
      },
    ]);
    const awake = await portal.request('olu', id, { kind: 'resume' });
    await portal.finished(awake.operation.id);
    await portal.look();
    expect(await portal.settled(id)).toMatchObject({ owner: QUAY });
  });

  it('are followed by no group that is gone itself', async () => {
    const { id } = await makeShared();
    portal.catalog.remove(QUAY);
    await loseMilo();
    expect(await portal.settled(id)).toMatchObject({ owner: HARBOR });
  });

  describe('and people who may use it no longer', () => {
    const people = async (id: string) =>
      (await portal.as('olu').listAccess(id)).map(({ person }) => person);

    it('lose their way in when the catalog does not have them, or not in the group', async () => {
      const { id } = await portal.make('dana', HARBOR);
      const own = await portal.make('dana', HARBOR);
      await portal.request('dana', own.id, {
        kind: 'addMember',
        member: 'user:default/drew',
      });
      const [dana, drew] = [portal.as('dana'), portal.as('drew')];
      await dana.createKubeconfig(id);
      await drew.createKubeconfig(id, { role: 'viewer' });
      await drew.createKubeconfig(own.id);
      await drew.requestElevation(id, { minutes: 15, reason: 'A look' });

      portal.catalog.put(userEntity('drew', 'team-quay'));
      await portal.look();
      expect(await people(id)).toHaveLength(2);
      await portal.lookAfter(1);

      expect(await people(id)).toEqual(['user:default/dana']);
      // A member by name.
      expect(await people(own.id)).toEqual(['user:default/drew']);
      expect((await dana.listElevations(id)).items).toMatchObject([
        { state: 'revoked' },
      ]);
      const records = await portal.recordsOf(id, 'environment.revokeAccess');
      expect(records.map(({ stage }) => stage)).toEqual([
        'requested',
        'authorized',
        'attempt',
        'succeeded',
      ]);
      expect(records[0]).toMatchObject({
        actor: SWEEP,
        parameters: { person: 'user:default/drew', role: 'viewer' },
        reason: expect.stringContaining(
          'user:default/drew is in no group any more that may use it, since',
        ),
      });

      portal.catalog.remove('user:default/drew');
      await portal.look();
      await portal.lookAfter(1);
      expect(await people(own.id)).toEqual([]);
    });

    it('keep it in a group of the group, and whom a policy let in', async () => {
      const { id } = await portal.make('dana', HARBOR);
      await portal.as('dana').createKubeconfig(id);
      portal.catalog.put(
        groupEntity('harbor-crew', 'team-harbor'),
        userEntity('dana', 'harbor-crew'),
      );
      await knex('access_accounts').insert({
        id: '01900000-0000-7000-8000-000000000001',
        environment_id: id,
        person: 'user:default/olu',
        role: 'viewer',
        account: 'sandlot-viewer-olu-0123456789',
        claims: ['user:default/olu', OPS[0]],
        token_ends_at: new Date(Date.now() + 3_600_000),
      });
      await portal.look();
      await portal.lookAfter(1);
      await portal.lookAfter(1);
      expect(await people(id)).toEqual([
        'user:default/dana',
        'user:default/olu',
      ]);
      await knex('access_accounts')
        .where({ person: 'user:default/olu' })
        .delete();
    });
  });

  it('are known to others than ops only where they may see it', async () => {
    expect(
      await refusal(
        portal.as('drew').listEnvironments({ concern: 'ownerMissing' }),
      ),
    ).toBe('accepted');
    const { items } = await portal
      .as('drew')
      .listEnvironments({ concern: 'ownerMissing' });
    expect(items).toEqual([]);
  });
});
