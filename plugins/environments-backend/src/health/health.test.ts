import {
  TestDatabases,
  createMockDirectory,
} from '@backstage/backend-test-utils';
import knexFactory, { Knex } from 'knex';
import { Clusters } from '../clusters/Clusters';
import { InMemoryCluster } from '../clusters/InMemoryCluster';
import { DatabaseHealth } from '../database/DatabaseHealth';
import { Caller } from '../service/Caller';
import { Gatekeeper } from '../service/Gatekeeper';
import { awayKubeconfig } from '../testing/awayKubeconfig';
import { TestPortal, startTestPortal } from '../testing/startTestPortal';
import { ClusterReachability } from './ClusterReachability';
import { HealthReports } from './HealthReports';
import { TaskRuns } from './TaskRuns';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('the health of a portal', () => {
  const directory = createMockDirectory({
    content: { kubeconfig: awayKubeconfig },
  });
  let knex: Knex;
  let portal: TestPortal;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startTestPortal({
      knex,
      clusters: [
        { name: 'twin', inMemory: true },
        { name: 'away', kubeconfig: { file: directory.resolve('kubeconfig') } },
      ],
    });
  });
  afterAll(async () => portal.stop());

  it('tells ops of database, clusters, queue and tasks', async () => {
    await portal.runTask('environments-strays');
    const health = await portal.as('olu').getHealth();

    const migrations = await knex('knex_migrations').orderBy('id', 'desc');
    expect(health).toMatchObject({
      database: {
        reachable: true,
        latencySeconds: expect.any(Number),
        migrations: { current: migrations[0].name, pending: [] },
      },
      queue: [],
    });
    expect(health.clusters).toEqual([
      { name: 'twin', title: 'twin', reality: 'memory' },
      {
        name: 'away',
        title: 'away',
        reality: 'real',
        reachable: false,
        since: expect.any(String),
        lastCallAt: expect.any(String),
        latencySeconds: expect.any(Number),
        message: expect.stringContaining("can't be reached"),
      },
    ]);
    expect(health.tasks).toContainEqual({
      id: 'environments-strays',
      lastStartedAt: expect.any(String),
      lastFinishedAt: expect.any(String),
    });
  });

  it('is not for developers, and their asking is recorded', async () => {
    await expect(portal.as('dana').getHealth()).rejects.toMatchObject({
      statusCode: 403,
      body: { error: { message: 'You may not see how the plugin fares' } },
    });
    const denials = await knex('audit_records').where({
      action: 'health.read',
      stage: 'denied',
    });
    expect(denials).toHaveLength(1);
  });

  it('leaves a backend ready when a cluster is away', async () => {
    await portal.runTask('environments-strays');
    const { status } = await fetch(
      new URL('/.backstage/health/v1/readiness', portal.url),
    );
    expect(status).toBe(200);
  });
});

describe('HealthReports', () => {
  it('answers when the database is away', async () => {
    const knex = knexFactory({
      client: 'pg',
      connection: { host: '127.0.0.1', port: 1 },
      log: { warn() {}, error() {} },
    });
    const reports = new HealthReports({
      // One who may: nothing is recorded then.
      gatekeeper: {
        permitBasic: async (caller: Caller) => caller,
      } as unknown as Gatekeeper,
      clusters: Clusters.create([
        InMemoryCluster.create({
          info: { name: 'twin', title: 'Twin', reality: 'memory' },
        }),
      ]),
      database: new DatabaseHealth(knex),
      reachability: new ClusterReachability(),
      tasks: new TaskRuns(),
    });
    const health = await reports.get({} as Caller);
    expect(health.database).toEqual({
      reachable: false,
      message: expect.stringContaining('ECONNREFUSED'),
    });
    expect(health).not.toHaveProperty('queue');
    await knex.destroy();
  });
});
