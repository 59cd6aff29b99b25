import { TestDatabases } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import {
  ANNOTATION_OWNER,
  KubernetesObject,
} from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import {
  HARBOR,
  TemplatesPortal,
  refusal,
  startTemplatesPortal,
} from '../testing/startTemplatesPortal';
import { until } from '../testing/until';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const ORCHARD = 'group:default/team-orchard';
const principals: Entity[] = ['team-orchard', 'team-harbor'].map(name => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name, namespace: 'default' },
  spec: { type: 'team', children: [] },
}));

describe('sharing an environment', () => {
  let knex: Knex;
  let portal: TemplatesPortal;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startTemplatesPortal(knex);
    principals.forEach(entity => portal.catalog.put(entity));
  });
  afterAll(async () => portal.stop());

  async function createReady() {
    const { environment, operation } = await portal.create(
      'dana',
      'team-sandbox',
      { owner: HARBOR },
    );
    await portal.finished(operation.id);
    return environment;
  }
  const manifestsOf = async (id: string): Promise<KubernetesObject[]> =>
    (await knex('environments').where({ id }).first()).manifests;

  it('gives it to another owner, on the cluster as well, and to nobody that the catalog does not know', async () => {
    const { id, name } = await createReady();
    const dana = portal.as('dana');
    const giveTo = (owner: string, key = uuid()) =>
      dana.createOperation(
        id,
        { kind: 'transfer', owner, reason: 'They need it' },
        key,
      );

    expect(await refusal(giveTo('group:default/nobody'))).toMatch(
      '400 request/body/owner: the catalog has no user or group group:default/nobody',
    );
    expect(await refusal(giveTo('component:default/checkout'))).toMatch('400');
    expect(await refusal(giveTo(HARBOR))).toMatch('409');
    expect(
      await refusal(
        portal
          .as('milo')
          .createOperation(id, { kind: 'transfer', owner: ORCHARD }, uuid()),
      ),
    ).toMatch(`404 There is no environment ${id}`);

    const key = uuid();
    const { operation } = await giveTo(ORCHARD, key);
    expect(operation).toMatchObject({
      kind: 'transfer',
      reason: 'They need it',
      owner: { from: HARBOR, to: ORCHARD },
    });
    await portal.finished(operation.id);
    const after = await portal.as('milo').getEnvironment(id);
    expect(after).toMatchObject({ name, owner: ORCHARD, phase: 'Ready' });
    expect(after.allowed).toMatchObject({ rollback: false, transfer: true });
    const manifests = await manifestsOf(id);
    expect(
      new Set(
        manifests.map(
          ({ metadata }) => metadata.annotations?.[ANNOTATION_OWNER],
        ),
      ),
    ).toEqual(new Set([ORCHARD]));
    // Whoever gave it away no longer sees it, not even by repeating the request.
    expect(await refusal(dana.getEnvironment(id))).toMatch('404');
    const [record] = await portal.lastRecords('environment.transfer');
    expect(record).toMatchObject({
      stage: 'succeeded',
      actor: { ref: 'user:default/dana' },
      environmentId: id,
    });
  });

  it('refuses a transfer to somebody who has one of that name', async () => {
    const { id, name } = await createReady();
    await portal.create('milo', 'team-sandbox', { owner: ORCHARD, name });
    expect(
      await refusal(
        portal
          .as('dana')
          .createOperation(id, { kind: 'transfer', owner: ORCHARD }, uuid()),
      ),
    ).toMatch(`409 request/body/owner: ${ORCHARD} has an environment ${name}`);
  });

  it('refuses a transfer to somebody who makes one of that name in this very moment', async () => {
    const [given, theirs] = [await createReady(), await createReady()];
    const transfer = await knex.transaction(async trx => {
      await trx('environments')
        .where({ id: theirs.id })
        .update({ owner_ref: ORCHARD, name: given.name });
      const answer = refusal(
        portal
          .as('dana')
          .createOperation(
            given.id,
            { kind: 'transfer', owner: ORCHARD },
            uuid(),
          ),
      );
      await until(async () => (await waiting(knex)) > 0);
      return { answer };
    });
    expect(await transfer.answer).toMatch(
      /^409 .*team-orchard has an environment .* already/,
    );
  });

  it('lets members see it and get in, and do nothing else, until they are none', async () => {
    const { id } = await createReady();
    const [dana, milo] = [portal.as('dana'), portal.as('milo')];
    const change = (kind: 'addMember' | 'removeMember', member: string) =>
      dana.createOperation(id, { kind, member }, uuid());

    expect(await refusal(milo.getEnvironment(id))).toMatch('404');
    expect(await refusal(change('addMember', 'group:default/nobody'))).toMatch(
      '400 request/body/member',
    );
    const { environment, operation } = await change('addMember', ORCHARD);
    expect(operation).toMatchObject({
      kind: 'addMember',
      member: ORCHARD,
      state: 'Succeeded',
      stages: [{ name: 'write', state: 'Succeeded' }],
    });
    expect(environment.members).toMatchObject([
      { ref: ORCHARD, by: 'user:default/dana' },
    ]);
    expect(await refusal(change('addMember', ORCHARD))).toMatch('409');

    expect((await milo.getEnvironment(id)).allowed).toMatchObject({
      access: true,
      delete: false,
      extend: false,
      members: false,
      transfer: false,
    });
    const { items } = await milo.listEnvironments();
    expect(items.map(one => one.id)).toContain(id);
    await milo.createKubeconfig(id, { role: 'viewer' });
    expect(await refusal(milo.deleteEnvironment(id))).toMatch('403');
    expect(
      await refusal(
        milo.createOperation(
          id,
          { kind: 'addMember', member: 'user:default/milo' },
          uuid(),
        ),
      ),
    ).toMatch('403');

    await change('removeMember', ORCHARD);
    expect(await refusal(milo.getEnvironment(id))).toMatch('404');
    expect(await refusal(change('removeMember', ORCHARD))).toMatch('409');
  });

  it('takes nothing that it would not heed, such as an end of a membership', async () => {
    const { id } = await createReady();
    const dana = portal.as('dana');
    const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
    expect(
      await refusal(
        dana.createOperation(
          id,
          { kind: 'addMember', member: ORCHARD, until: inAnHour },
          uuid(),
        ),
      ),
    ).toMatch(
      '400 request/body/until: addMember takes no until, expected nothing but member and reason',
    );
    expect(
      await refusal(
        dana.createOperation(
          id,
          { kind: 'hibernate', until: inAnHour },
          uuid(),
        ),
      ),
    ).toMatch('400 request/body/until');
    expect(
      await refusal(
        dana.createOperation(
          id,
          { kind: 'transfer', owner: ORCHARD, member: ORCHARD },
          uuid(),
        ),
      ),
    ).toMatch('400 request/body/member');
    expect((await dana.getEnvironment(id)).members).toEqual([]);
  });

  it('answers the same key once, and refuses it for something else', async () => {
    const { id } = await createReady();
    const key = uuid();
    const add = (member: string) =>
      portal.as('dana').createOperation(id, { kind: 'addMember', member }, key);
    const [first, second] = await Promise.all([add(ORCHARD), add(ORCHARD)]);
    expect(second.operation.id).toBe(first.operation.id);
    expect(await refusal(add('user:default/milo'))).toMatch(
      '409 request/headers/idempotency-key',
    );
    const { items } = await portal.as('dana').listOperations(id);
    expect(items.filter(({ kind }) => kind === 'addMember')).toHaveLength(1);
  });
});

/** How many sessions of this database wait for another one to end its transaction. */
async function waiting(knex: Knex): Promise<number> {
  const [{ count }] = await knex('pg_stat_activity')
    .where({ wait_event_type: 'Lock', wait_event: 'transactionid' })
    .whereRaw('datname = current_database()')
    .count();
  return Number(count);
}
