import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { stringify } from 'yaml';
import {
  HARBOR,
  TEAM,
  TemplatesPortal,
  refusal,
  startTemplatesPortal,
} from '../testing/startTemplatesPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('what is chosen of a template', () => {
  let knex: Knex;
  let portal: TemplatesPortal;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startTemplatesPortal(knex);
  });
  afterAll(async () => portal.stop());
  afterEach(async () => portal.restore());

  it('previews and makes add-ons and own objects', async () => {
    const manifests = stringify({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'mine' },
      data: { greeting: '${not an expression}' },
    });
    const choice = { addOns: ['redis'], manifests };
    const preview = await portal.as('dana').createPreview({
      ...choice,
      template: TEAM,
      name: 'chosen',
      owner: HARBOR,
      parameters: {},
    });
    expect(preview).toMatchObject({ problems: [], hidden: [] });
    expect(preview.addOns).toContain('redis');
    expect(preview.objects).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'mine', origin: 'developer' }),
        expect.objectContaining({
          kind: 'Deployment',
          origin: 'add-on.redis',
        }),
      ]),
    );
    const { environment } = await portal.create('dana', 'team-sandbox', choice);
    expect(environment.addOns).toEqual(['redis']);
    const stored = await knex('environments')
      .where({ id: environment.id })
      .first();
    expect(stored).toMatchObject({
      own_manifests: [{ data: { greeting: '${not an expression}' } }],
      checks: [expect.objectContaining({ name: 'redis-runs' })],
    });
    const [, requested] = (
      await portal.as('ada').listAuditRecords({ environment: environment.id })
    ).items
      .reverse()
      .slice(0, 2)
      .reverse();
    expect(requested).toMatchObject({
      stage: 'requested',
      reason:
        "with the add-ons redis; with objects of the owner's own: ConfigMap mine",
    });
  });

  it('refuses what is not on offer, with the place and the line', async () => {
    const response = await portal.fetchAs('dana', '/environments', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': uuid(),
      },
      body: JSON.stringify(
        await portal.requestFor('dana', 'team-sandbox', {
          addOns: ['teapot'],
          manifests: 'apiVersion: v1\nkind: Secret\nmetadata: { name: x }\n',
        }),
      ),
    });
    expect(response.status).toBe(400);
    const { error } = await response.json();
    expect(error.problems).toEqual([
      expect.objectContaining({ path: '/addOns/0' }),
      expect.objectContaining({
        path: expect.stringMatching(/^\/manifests\/0/),
        line: expect.any(Number),
      }),
    ]);
  });

  it('takes what was picked only if there is such a thing and it fits', async () => {
    portal.catalog.put(
      portal.derive('picky', {
        parameters: {
          type: 'object',
          properties: {
            size: { type: 'string', default: 'S', enum: ['S', 'M'] },
            component: {
              type: 'string',
              default: '',
              ui: {
                picker: 'catalog',
                filter: { kind: ['Component'], 'spec.type': ['service'] },
              },
            },
            peer: {
              type: 'string',
              default: '',
              ui: { picker: 'cluster' },
            },
          },
        },
      }),
    );
    const problemsOf = async (parameters: Record<string, string>) => {
      const preview = await portal.as('dana').createPreview({
        template: 'environmenttemplate:default/picky',
        name: 'picks',
        owner: HARBOR,
        parameters,
      });
      return preview.problems.map(({ path }) => path);
    };
    expect(
      await problemsOf({
        component: 'component:default/checkout',
        peer: 'twin',
      }),
    ).toEqual([]);
    expect(await problemsOf({})).toEqual([]);
    const wrong = {
      component: 'environmenttemplate:default/picky',
      peer: 'moon',
    };
    expect(await problemsOf(wrong)).toEqual([
      '/parameters/component',
      '/parameters/peer',
    ]);
    expect(
      await refusal(portal.create('dana', 'picky', { parameters: wrong })),
    ).toMatch(/^400 .*there is no cluster "moon"/);
  });
});
