import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import {
  Person,
  TestPortal,
  startTestPortal,
} from '../testing/startTestPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('how often one may ask', () => {
  let knex: Knex;
  let portal: TestPortal;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startTestPortal({
      knex,
      clusters: [{ name: 'twin', inMemory: true }],
      config: { rateLimit: { requestsPerMinute: 8, changesPerMinute: 2 } },
    });
  });
  afterAll(async () => portal.stop());

  async function statuses(
    person: Person,
    method: string,
    path: string,
    times: number,
  ) {
    const found: number[] = [];
    for (let time = 0; time < times; time++) {
      const response = await portal.fetchAs(person, path, { method });
      found.push(response.status);
      if (response.status === 429) {
        expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
        expect((await response.json()).error.message).toMatch(
          /^More than \d (requests|changes) in a minute: wait until/,
        );
      }
    }
    return found;
  }

  it('is limited for each person, for changes sooner, and recorded once a minute', async () => {
    const environment = '/environments/00000000-0000-7000-8000-000000000000';
    expect(await statuses('dana', 'DELETE', environment, 4)).toEqual([
      404, 404, 429, 429,
    ]);
    expect(await statuses('dana', 'GET', '/clusters', 5)).toEqual([
      200, 200, 200, 200, 429,
    ]);
    expect(await statuses('milo', 'DELETE', environment, 1)).toEqual([404]);
    const records = await knex('audit_log')
      .whereRaw("record ->> 'action' = 'api.limit'")
      .orderBy('seq');
    expect(records.map(({ record }) => [record.stage, record.reason])).toEqual([
      ['denied', expect.stringMatching(/^More than 2 changes/)],
      ['denied', expect.stringMatching(/^More than 8 requests/)],
    ]);
  });
});
