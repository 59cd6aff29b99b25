import { TestDatabases } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { AcceptedOperation } from '@sandlot/plugin-environments-common';
import { LABEL_ENVIRONMENT } from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { Clusters } from '../clusters/Clusters';
import {
  OwnControlPlane,
  getTestControlPlane,
  startControlPlane,
} from '../testing/controlPlane';
import { shippedTemplates } from '../testing/shippedTemplates';
import { TestPortal, startTestPortal } from '../testing/startTestPortal';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const HARBOR = 'group:default/team-harbor';

describe('two real control planes side by side', () => {
  let second: OwnControlPlane;
  let portal: TestPortal;
  let admins: Clusters;

  beforeAll(async () => {
    const first = await getTestControlPlane();
    second = await startControlPlane();
    const knex: Knex = await databases.init('POSTGRES_18');
    const placed = shippedTemplates().map(entity =>
      entity.metadata.name === 'team-sandbox'
        ? {
            ...entity,
            spec: {
              ...entity.spec,
              placement: { clusters: { matchLabels: { use: 'sandbox' } } },
            },
          }
        : entity,
    );
    const labels = { use: 'sandbox' };
    portal = await startTestPortal({
      knex,
      clusters: [
        { name: 'elsewhere', inMemory: true, labels: { use: 'other' } },
        {
          name: 'small',
          kubeconfig: { file: first.portalKubeconfig },
          labels,
          limits: { environments: 1 },
        },
        {
          name: 'large',
          kubeconfig: { file: second.portalKubeconfig },
          labels,
          limits: { environments: 2 },
        },
      ],
      templates: placed,
    });
    admins = Clusters.fromConfig(
      new ConfigReader({
        environments: {
          clusters: [
            { name: 'small', kubeconfig: { file: first.adminKubeconfig } },
            { name: 'large', kubeconfig: { file: second.adminKubeconfig } },
          ],
        },
      }),
    );
  });
  afterAll(async () => {
    await portal?.stop();
    await admins?.close();
    await second?.stop();
  });

  async function ask(name: string): Promise<AcceptedOperation> {
    const dana = portal.as('dana');
    const { ref, revision } = await dana.getTemplate({
      namespace: 'default',
      name: 'team-sandbox',
    });
    return dana.createEnvironment(
      { template: ref, revision, name, owner: HARBOR, parameters: {} },
      uuid(),
    );
  }

  /** The cluster on which its namespace is in truth. */
  async function whereIs({
    environment,
  }: AcceptedOperation): Promise<string[]> {
    const found = await Promise.all(
      admins.list().map(async cluster => {
        const namespace = await cluster.get({
          apiVersion: 'v1',
          kind: 'Namespace',
          name: environment.namespace,
        });
        return namespace?.metadata.labels?.[LABEL_ENVIRONMENT] ===
          environment.id
          ? [cluster.info.name]
          : [];
      }),
    );
    return found.flat();
  }

  async function end({ environment }: AcceptedOperation) {
    const { operation } = await portal
      .as('dana')
      .deleteEnvironment(environment.id);
    expect(await portal.finished(operation.id)).toMatchObject({
      state: 'Succeeded',
    });
  }

  it('places by labels and room on both, lets the next wait, and gives it the place that gets free', async () => {
    const made = [await ask('one'), await ask('two'), await ask('three')];
    expect(made.map(({ environment }) => environment.cluster.name)).toEqual([
      'large',
      'small',
      'large',
    ]);
    for (const one of made) {
      expect(await portal.finished(one.operation.id)).toMatchObject({
        state: 'Succeeded',
      });
      expect(await whereIs(one)).toEqual([one.environment.cluster.name]);
    }

    const fourth = await ask('four');
    expect(fourth.environment).toMatchObject({
      phase: 'Waiting',
      cluster: { name: 'small' },
      waiting: { ahead: 0 },
    });
    expect(await whereIs(fourth)).toEqual([]);
    await end(made[1]);
    expect(await portal.finished(fourth.operation.id)).toMatchObject({
      state: 'Succeeded',
    });
    expect(await whereIs(fourth)).toEqual(['small']);

    await Promise.all([made[0], made[2], fourth].map(end));
  });
});
