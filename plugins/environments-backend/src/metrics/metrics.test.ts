import {
  TestDatabases,
  createMockDirectory,
} from '@backstage/backend-test-utils';
import { MetricData } from '@opentelemetry/sdk-metrics';
import {
  TestMetrics,
  pointsOf,
  startTestMetrics,
} from '../testing/collectMetrics';
import { awayKubeconfig } from '../testing/awayKubeconfig';
import { TestPortal, startTestPortal } from '../testing/startTestPortal';
import { metricDefinitions } from './definitions';
import { until } from '../testing/until';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('the metrics of a portal', () => {
  const directory = createMockDirectory();
  let metrics: TestMetrics;
  let portal: TestPortal;

  beforeAll(async () => {
    metrics = startTestMetrics();
    directory.addContent({ kubeconfig: awayKubeconfig });
    portal = await startTestPortal({
      knex: await databases.init('POSTGRES_18'),
      clusters: [
        { name: 'twin', inMemory: true },
        { name: 'away', kubeconfig: { file: directory.resolve('kubeconfig') } },
      ],
      config: {
        audit: {
          witnesses: [
            { kind: 'file', name: 'beside', path: directory.resolve('log') },
          ],
        },
      },
    });
  });
  afterAll(async () => {
    await portal.stop();
    await metrics.stop();
  });

  async function create(name: string, cluster: string) {
    const dana = portal.as('dana');
    const template = await dana.getTemplate({
      namespace: 'default',
      name: 'team-sandbox',
    });
    const { environment, operation } = await dana.createEnvironment(
      {
        template: template.ref,
        revision: template.revision,
        name,
        owner: 'group:default/team-harbor',
        parameters: {},
        cluster,
      },
      `key-of-${name}`,
    );
    return { template, environment, operation };
  }

  /** Collects until it is as expected. */
  async function collectUntil(
    isThere: (measured: Map<string, MetricData>) => boolean,
  ) {
    return until(async () => {
      const measured = await metrics.collect();
      return isThere(measured) && measured;
    });
  }

  it('tell how an operation went, how long it took and of which revision it was', async () => {
    const { template, operation } = await create('measured', 'twin');
    await portal.finished(operation.id);
    const measured = await metrics.collect();

    const ended = {
      'sandlot.operation.kind': 'create',
      'sandlot.operation.outcome': 'succeeded',
    };
    expect(pointsOf(measured.get('sandlot.operation.outcomes'))).toEqual([
      {
        attributes: {
          ...ended,
          'sandlot.template.ref': template.ref,
          'sandlot.template.revision': template.revision.slice(
            'sha256:'.length,
            'sha256:'.length + 12,
          ),
        },
        value: 1,
      },
    ]);
    expect(pointsOf(measured.get('sandlot.operation.duration'))).toEqual([
      { attributes: ended, value: { count: 1, sum: expect.any(Number) } },
    ]);
    expect(pointsOf(measured.get('sandlot.stage.duration'))).toEqual(
      ['namespace', 'policies', 'verify'].map(stage => ({
        attributes: {
          'sandlot.operation.kind': 'create',
          'sandlot.stage.name': stage,
        },
        value: { count: 1, sum: expect.any(Number) },
      })),
    );
    expect(pointsOf(measured.get('sandlot.database.reachable'))).toEqual([
      { attributes: {}, value: 1 },
    ]);
    // Nobody calls a cluster that is in memory.
    expect(measured.get('sandlot.cluster.reachable')).toBeUndefined();
  });

  it('show a cluster that is away, and what has to be tried again', async () => {
    const { environment } = await create('delayed', 'away');
    const measured = await collectUntil(
      now =>
        valueOf(now, 'sandlot.operations.waiting_to_retry', 'create') === 1 &&
        now.has('sandlot.operation.retries'),
    );

    expect(pointsOf(measured.get('sandlot.operation.retries'))).toEqual([
      {
        attributes: {
          'sandlot.operation.kind': 'create',
          'error.type': 'Unavailable',
        },
        value: expect.any(Number),
      },
    ]);
    expect(pointsOf(measured.get('sandlot.cluster.reachable'))).toEqual([
      { attributes: { 'sandlot.cluster.name': 'away' }, value: 0 },
    ]);
    expect(pointsOf(measured.get('sandlot.cluster.call.duration'))).toEqual([
      {
        attributes: {
          'sandlot.cluster.name': 'away',
          'http.request.method': 'POST',
          'error.type': 'Unavailable',
        },
        value: { count: expect.any(Number), sum: expect.any(Number) },
      },
    ]);
    expect(
      valueOf(measured, 'sandlot.operations.oldest_age', 'create'),
    ).toBeGreaterThan(0);
    expect(valueOf(measured, 'sandlot.operations.oldest_age', 'delete')).toBe(
      0,
    );

    // The one that was under way ends, and that is no fault of the template.
    await portal.as('dana').deleteEnvironment(environment.id);
    const superseded = pointsOf(
      (await metrics.collect()).get('sandlot.operation.outcomes'),
    ).map(({ attributes }) => attributes['sandlot.operation.outcome']);
    expect(superseded).toEqual(['succeeded', 'superseded']);
  });

  it('have the names, instruments and units of the list', async () => {
    const measured = await metrics.collect();
    expect(
      Object.fromEntries(
        [...measured].map(([name, { descriptor }]) => [
          name,
          { unit: descriptor.unit, description: descriptor.description },
        ]),
      ),
    ).toEqual(
      Object.fromEntries(
        Object.entries(metricDefinitions).map(
          ([name, { unit, description }]) => [name, { unit, description }],
        ),
      ),
    );
    for (const [name, { dataPoints }] of measured) {
      const { attributes } =
        metricDefinitions[name as keyof typeof metricDefinitions];
      for (const point of dataPoints) {
        expect(attributes).toEqual(
          expect.arrayContaining(Object.keys(point.attributes)),
        );
        // Exporters show what is undefined as an empty word.
        expect(Object.values(point.attributes)).not.toContain(undefined);
      }
    }
  });
});

function valueOf(
  measured: Map<string, MetricData>,
  name: string,
  kind: string,
): unknown {
  return pointsOf(measured.get(name)).find(
    ({ attributes }) => attributes['sandlot.operation.kind'] === kind,
  )?.value;
}
