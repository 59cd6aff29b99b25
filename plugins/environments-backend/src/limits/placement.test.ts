import { TestDatabases } from '@backstage/backend-test-utils';
import {
  CreateEnvironmentRequest,
  Environment,
} from '@sandlot/plugin-environments-common';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { refusal } from '../testing/startTemplatesPortal';
import { shopTemplate } from '../testing/shopTemplate';
import { TestPortal, startTestPortal } from '../testing/startTestPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const SHOP = 'environmenttemplate:default/shop';
const HARBOR = 'group:default/team-harbor';

function cluster(name: string, region: string, limits: JsonObject): JsonObject {
  return { name, inMemory: true, labels: { region }, limits };
}

describe('placement', () => {
  let knex: Knex;
  let portal: TestPortal;

  beforeEach(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startTestPortal({
      knex,
      clusters: [
        cluster('us', 'us', {}),
        cluster('eu-1', 'eu', { environments: 2 }),
        cluster('eu-2', 'eu', { environments: 3 }),
      ],
      templates: [
        shopTemplate({
          spec: { placement: { clusters: { matchLabels: { region: 'eu' } } } },
          more: [
            {
              apiVersion: 'v1',
              kind: 'ConfigMap',
              metadata: { name: 'place' },
              data: { cluster: '${cluster.name}' },
            },
          ],
        }),
      ],
    });
  });
  afterEach(async () => portal.stop());

  async function requestOf(
    name: string,
    change: Partial<CreateEnvironmentRequest> = {},
  ): Promise<CreateEnvironmentRequest> {
    const { revision } = await portal
      .as('dana')
      .getTemplate({ namespace: 'default', name: 'shop' });
    return {
      template: SHOP,
      revision,
      name,
      owner: HARBOR,
      parameters: {},
      ...change,
    };
  }

  async function make(...request: Parameters<typeof requestOf>) {
    const { environment } = await portal
      .as('dana')
      .createEnvironment(await requestOf(...request), uuid());
    return environment;
  }

  async function settle(environments: Environment[]) {
    await Promise.all(
      environments
        .filter(({ phase }) => phase !== 'Waiting')
        .map(({ operation }) => portal.finished(operation.id)),
    );
  }

  it('puts each where most is free, of the clusters that the template is for, and waits when all are full', async () => {
    const made: Environment[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
      made.push(await make(name));
    }
    expect(made.map(one => `${one.cluster.name} ${one.phase}`)).toEqual([
      'eu-2 Provisioning',
      'eu-1 Provisioning',
      'eu-2 Provisioning',
      'eu-1 Provisioning',
      'eu-2 Provisioning',
      'eu-1 Waiting',
      'eu-2 Waiting',
      'eu-1 Waiting',
    ]);
    await settle(made);
  });

  it('makes for the cluster that it is placed on, also when many ask at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 9 }, (_, index) => make(`e-${index}`)),
    );
    await settle(made);
    const rows = await knex('environments').orderBy('id');
    const count = (name: string, waits: boolean) =>
      rows.filter(
        row => row.cluster === name && (row.phase === 'Waiting') === waits,
      ).length;
    expect([count('eu-1', false), count('eu-2', false)]).toEqual([2, 3]);
    expect(count('eu-1', true) + count('eu-2', true)).toBe(4);
    for (const row of rows) {
      const place = row.manifests.find(
        ({ metadata }: { metadata: { name: string } }) =>
          metadata.name === 'place',
      );
      expect(place.data).toEqual({ cluster: row.cluster });
    }
  });

  it('takes the cluster that is named, if the template is for it', async () => {
    const named = await make('named', { cluster: 'eu-1' });
    expect(named.cluster).toEqual({
      name: 'eu-1',
      title: 'eu-1',
      reality: 'memory',
      labels: { region: 'eu' },
    });
    const reason =
      'The template is for clusters with region=eu; us has region=us';
    expect(await refusal(make('other', { cluster: 'us' }))).toBe(
      `400 request/body/cluster: ${reason}`,
    );
    const { revision, ...preview } = await requestOf('other', {
      cluster: 'us',
    });
    expect(await portal.as('dana').createPreview(preview)).toMatchObject({
      cluster: { name: 'us' },
      problems: [
        {
          path: '/cluster',
          message: reason,
          expected: 'one of eu-1, eu-2, or none',
        },
      ],
    });
    const { cluster: _, ...anywhere } = preview;
    expect(await portal.as('dana').createPreview(anywhere)).toMatchObject({
      cluster: { name: 'eu-2' },
      limits: [{ scope: 'cluster', used: 0, maximum: 3 }],
      problems: [],
    });
    await settle([named]);
  });
});
