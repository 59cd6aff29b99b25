import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { Store } from '../database/Store';
import { deliverRevision } from '../testing/deliverRevision';
import { shopTemplate } from '../testing/shopTemplate';
import { SHOP } from '../testing/startShopPortal';
import { findTarget } from './findTarget';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const HARBOR = 'group:default/team-harbor';

describe('findTarget', () => {
  let knex: Knex;
  let store: Store;
  let older: string;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    store = await Store.create(
      mockServices.database({ knex }),
      mockServices.logger.mock(),
    );
    older = await deliverRevision(knex, shopTemplate({ greeting: 'Older' }));
  });
  afterAll(async () => store.jobs.stop());

  async function offer(access: JsonObject = {}, state = 'published') {
    const revision = await deliverRevision(
      knex,
      shopTemplate({ greeting: 'Newer', spec: { access } }),
    );
    const row = { ref: SHOP, kind: 'template', title: 'Shop', state, revision };
    await knex('templates')
      .insert({ ...row, owner_ref: 'group:default/platform-ops' })
      .onConflict('ref')
      .merge();
    return revision;
  }

  /** Names the one who asks as tester: its own text is nothing to go by. */
  const paste = () =>
    deliverRevision(
      knex,
      shopTemplate({
        greeting: 'Pasted',
        spec: { access: { testers: [HARBOR] } },
      }),
      'workbench',
    );

  const find = (revision?: string, managesTemplates = false) =>
    findTarget(
      store,
      { ownership: ['user:default/dana', HARBOR] },
      { templateRef: SHOP },
      { revision, managesTemplates },
    );

  it('takes testers from what the catalog offers, in each way to write them', async () => {
    const pasted = await paste();
    await offer();
    await expect(find(pasted)).rejects.toThrow(/no revision .* you may use/);
    expect(await find(pasted, true)).toMatchObject({ isDraft: true });
    for (const tester of [
      'group:team-harbor',
      'Group:Default/Team-Harbor',
      HARBOR,
    ]) {
      await offer({ testers: [tester] });
      expect(await find(pasted)).toMatchObject({ revision: pasted });
    }
    await offer({ testers: [HARBOR] }, 'withdrawn');
    await expect(find(pasted)).rejects.toThrow(/no revision .* you may use/);
  });

  it('gives owners the current revision, and ops earlier ones as well', async () => {
    const current = await offer();
    expect(await find()).toMatchObject({ revision: current });
    expect(await find(current)).toMatchObject({ revision: current });
    await expect(find(older)).rejects.toThrow(/only ops may choose another/);
    expect(await find(older, true)).toMatchObject({ revision: older });
  });

  it('asks whether the template admits the caller, and is there still', async () => {
    await offer({ requesters: ['group:team-orchard'] });
    await expect(find()).rejects.toThrow(/only for group:team-orchard/);
    expect(await find(undefined, true)).toBeDefined();
    const current = await offer({ requesters: ['group:team-harbor'] });
    expect(await find()).toMatchObject({ revision: current });
    await offer({}, 'withdrawn');
    await expect(find()).rejects.toThrow(/was withdrawn/);
    await expect(find(older, true)).rejects.toThrow(/was withdrawn/);
  });
});
