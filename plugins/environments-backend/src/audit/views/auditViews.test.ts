import { TestDatabases } from '@backstage/backend-test-utils';
import { spec } from '../../schema/openapi.generated';
import { TestPortal, startTestPortal } from '../../testing/startTestPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('views of the log', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startTestPortal({
      knex: await databases.init('POSTGRES_18'),
      clusters: [{ name: 'twin', inMemory: true }],
      templates: [],
    });
  });
  afterAll(() => portal.stop());

  it('are kept, each person their own', async () => {
    const ada = portal.as('ada');
    const made = await ada.saveAuditView({
      name: 'Denials',
      query: { outcome: 'denied' },
    });
    const again = { name: 'Denials', query: { stage: 'denied' as const } };
    await expect(ada.saveAuditView(again)).rejects.toMatchObject({
      response: { status: 409 },
      body: {
        error: {
          message: expect.stringMatching(
            /You keep a view “Denials” already: .*another name.*"replace": true/,
          ),
        },
      },
    });
    expect((await ada.listAuditViews()).items).toEqual([made]);
    const changed = await ada.saveAuditView({ ...again, replace: true });
    expect(changed).toEqual({
      id: made.id,
      name: 'Denials',
      query: { stage: 'denied' },
    });
    await ada.saveAuditView({ name: 'All', query: {} });
    expect((await ada.listAuditViews()).items.map(({ name }) => name)).toEqual([
      'All',
      'Denials',
    ]);
    expect((await portal.as('olu').listAuditViews()).items).toEqual([]);
    await expect(
      portal.as('olu').deleteAuditView(made.id),
    ).rejects.toMatchObject({ response: { status: 404 } });
    await ada.deleteAuditView(made.id);
    expect((await ada.listAuditViews()).items.map(({ name }) => name)).toEqual([
      'All',
    ]);
    const dana = portal.as('dana');
    for (const ask of [
      () => dana.listAuditViews(),
      () => dana.saveAuditView({ name: 'Mine', query: {} }),
      () => dana.summarizeAuditRecords(),
    ]) {
      await expect(ask()).rejects.toMatchObject({
        response: { status: 403 },
      });
    }
  });

  it('are of filters alone, and of all that there are', async () => {
    const { post } = spec.paths['/audit/views'];
    const { $ref } = post.requestBody.content['application/json'].schema;
    expect($ref).toBe('#/components/schemas/SaveAuditViewRequest');
    const { parameters } = spec.paths['/audit/summary'].get;
    const shared = spec.components.parameters;
    expect(spec.components.schemas.AuditViewQuery.properties).toEqual(
      Object.fromEntries(
        parameters
          .map(one => shared[one.$ref.split('/').at(-1) as keyof typeof shared])
          .map(({ name, schema }) => [name, schema]),
      ),
    );
    for (const [query, field] of [
      [{ foo: 'x' }, 'foo'],
      [{ outcome: 'maybe' }, 'outcome'],
      [{ cursor: 'x' }, 'cursor'],
    ] as const) {
      await expect(
        portal.as('ada').saveAuditView({
          name: 'Odd',
          query: query as object,
        }),
      ).rejects.toMatchObject({
        response: { status: 400 },
        body: {
          error: {
            message: expect.stringContaining(`request/body/query/${field}: `),
          },
        },
      });
    }
  });
});
