import { TestDatabases } from '@backstage/backend-test-utils';
import { v4 as uuid } from 'uuid';
import { Person } from '../testing/startTestPortal';
import {
  HARBOR,
  TEAM,
  TEAM_NAME,
  TemplatesPortal,
  refusal,
  startTemplatesPortal,
} from '../testing/startTemplatesPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('the life of a template', () => {
  let portal: TemplatesPortal;

  beforeAll(async () => {
    portal = await startTemplatesPortal(await databases.init('POSTGRES_18'));
  });
  afterAll(async () => portal.stop());
  afterEach(async () => portal.restore());

  it.each<[object, Partial<Record<Person, [boolean, string]>>]>([
    [
      { lifecycle: 'draft', access: { testers: ['user:default/milo'] } },
      {
        dana: [false, '403'],
        milo: [true, 'accepted'],
        olu: [true, 'accepted'],
        ada: [false, '403'],
      },
    ],
    [
      { access: { requesters: [HARBOR], testers: ['user:default/milo'] } },
      {
        dana: [true, 'accepted'],
        milo: [false, '403'],
        olu: [true, 'accepted'],
        ada: [false, '403'],
      },
    ],
    [
      { lifecycle: 'deprecated' },
      {
        dana: [true, 'accepted'],
        milo: [true, 'accepted'],
        olu: [true, 'accepted'],
        ada: [true, '403'],
      },
    ],
  ])('decides who sees and who gets %j', async (spec, expected) => {
    const name = `t-${uuid().slice(0, 8)}`;
    portal.catalog.put(portal.derive(name, spec));
    await portal.readCatalog();
    const known = await portal.requestFor('olu', name);
    for (const [person, [sees, gets]] of Object.entries(expected)) {
      const client = portal.as(person as Person);
      const { items } = await client.listTemplates();
      expect([person, items.some(one => one.name === name)]).toEqual([
        person,
        sees,
      ]);
      const found = await refusal(
        client.getTemplate({ namespace: 'default', name }),
      );
      expect([person, found.slice(0, 3)]).toEqual([
        person,
        sees ? 'acc' : '404',
      ]);
      const answer = await refusal(
        client.createEnvironment(
          {
            ...known,
            name: `by-${person}-${name}`,
            owner: `user:default/${person}`,
          },
          uuid(),
        ),
      );
      expect([person, answer.slice(0, gets.length)]).toEqual([person, gets]);
    }
    const [denied] = await portal
      .lastRecords('environment.create')
      .then(items => items.filter(({ stage }) => stage === 'denied'));
    expect(denied).toMatchObject({
      template: { ref: known.template, revision: known.revision },
      authorization: { decision: 'DENY' },
    });
  });

  it('marks what is made of a draft', async () => {
    portal.catalog.put(portal.derive('sketch', { lifecycle: 'draft' }));
    const { environment } = await portal.create('olu', 'sketch');
    expect(environment).toMatchObject({
      draft: true,
      template: { state: 'draft' },
    });
    expect((await portal.create('olu', 'team-sandbox')).environment.draft).toBe(
      false,
    );
  });

  it('sees at once what the catalog changed, and refuses what was looked at before', async () => {
    const stale = await portal.requestFor('dana', 'team-sandbox');
    const entity = portal.catalog.get(TEAM);
    entity.metadata.description = 'Quite another one.';
    portal.catalog.put(entity);
    expect(
      await refusal(portal.as('dana').createEnvironment(stale, uuid())),
    ).toMatch(/^409 .*has changed/);
    const fresh = await portal.as('dana').getTemplate(TEAM_NAME);
    expect(fresh.description).toBe('Quite another one.');
    expect(fresh.revision).not.toBe(stale.revision);
  });

  it('offers the last good revision while the catalog has a faulty one, and shows ops the fault', async () => {
    const good = await portal.as('dana').getTemplate(TEAM_NAME);
    const entity = portal.catalog.get(TEAM);
    portal.catalog.put({
      ...entity,
      spec: { ...entity.spec, resources: [{ kind: 'Secret' }] },
    });
    expect(await portal.as('dana').getTemplate(TEAM_NAME)).toMatchObject({
      revision: good.revision,
    });
    await portal.create('dana', 'team-sandbox');
    const { items } = await portal.as('olu').listTemplateReports();
    expect(items[0]).toMatchObject({
      ref: TEAM,
      state: 'published',
      problems: expect.arrayContaining([
        expect.objectContaining({
          path: expect.stringContaining('/spec/resources/0'),
        }),
      ]),
    });
    expect(await portal.lastRecords('template.refuse')).toMatchObject([
      { template: { ref: TEAM, revision: good.revision } },
      ...Array((await portal.lastRecords('template.refuse')).length - 1).fill(
        {},
      ),
    ]);
  });

  it('makes nothing more of what was withdrawn, and keeps what there is', async () => {
    portal.catalog.put(portal.derive('goes', {}));
    const { environment } = await portal.create('dana', 'goes');
    const known = await portal.requestFor('dana', 'goes');
    portal.catalog.remove('environmenttemplate:default/goes');
    await portal.readCatalog();
    expect(
      await refusal(portal.as('dana').createEnvironment(known, uuid())),
    ).toMatch(/^400/);
    expect(
      await portal.as('dana').getEnvironment(environment.id),
    ).toMatchObject({ template: { state: 'withdrawn' } });
    const { items } = await portal
      .as('olu')
      .listTemplateRevisions({ namespace: 'default', name: 'goes' });
    expect(items).toMatchObject([
      { digest: known.revision, environments: 1, origin: 'catalog' },
    ]);
  });
});
