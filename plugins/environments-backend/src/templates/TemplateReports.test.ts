import { TestDatabases } from '@backstage/backend-test-utils';
import {
  TEAM,
  TEAM_NAME,
  TemplatesPortal,
  refusal,
  startTemplatesPortal,
} from '../testing/startTemplatesPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('reports of templates', () => {
  let portal: TemplatesPortal;

  beforeAll(async () => {
    portal = await startTemplatesPortal(await databases.init('POSTGRES_18'));
  });
  afterAll(async () => portal.stop());
  afterEach(async () => portal.restore());

  it('are for ops and auditors', async () => {
    const { revision } = await portal.as('dana').getTemplate(TEAM_NAME);
    for (const path of [
      '/template-reports',
      '/templates/default/team-sandbox/revisions',
      `/revisions/${revision}`,
      `/revisions/${revision}/comparison?from=${encodeURIComponent(revision)}`,
    ]) {
      const statuses: number[] = [];
      for (const person of ['dana', 'olu', 'ada'] as const) {
        statuses.push((await portal.fetchAs(person, path)).status);
      }
      expect([path, ...statuses]).toEqual([path, 403, 200, 200]);
    }
    expect((await portal.lastRecords('template.read'))[0]).toMatchObject({
      stage: 'denied',
      authorization: { permission: 'environments.template.report' },
      target: { name: 'team-sandbox' },
      template: { ref: TEAM, revision },
    });
  });

  it('count what runs and how it was made, and compare revisions', async () => {
    portal.catalog.put(portal.derive('counted', {}));
    const first = await portal.create('dana', 'counted');
    await portal.finished(first.operation.id);
    portal.catalog.put(
      portal.derive('counted', {
        modules: (portal.catalog.get(TEAM).spec as any).modules.map(
          (one: { module: string }) =>
            one.module === 'quota' ? { ...one, with: { size: 'L' } } : one,
        ),
      }),
    );
    const second = await portal.create('dana', 'counted');
    await portal.finished(second.operation.id);

    const reports = await portal.as('ada').listTemplateReports();
    const report = reports.items.find(({ name }) => name === 'counted');
    expect(report).toMatchObject({
      environments: 2,
      behind: 1,
      creations: {
        succeeded: 2,
        failed: 0,
        medianSeconds: expect.any(Number),
      },
    });
    const { items } = await portal
      .as('ada')
      .listTemplateRevisions({ namespace: 'default', name: 'counted' });
    expect(items).toMatchObject([
      { isCurrent: true, environments: 1, creations: { succeeded: 1 } },
      { isCurrent: false, environments: 1 },
    ]);
    const detail = await portal.as('ada').getTemplateRevision(items[1].digest);
    expect(detail.content).toMatch(/^apiVersion: .*\nkind: .*\nmetadata:/);
    expect(detail.modules).toContainEqual({
      ref: 'environmentmodule:default/quota',
      title: 'Room by size',
      revision: expect.stringMatching(/^sha256:/),
    });
    const comparison = await portal
      .as('ada')
      .compareTemplateRevisions(items[0].digest, items[1].digest);
    expect(comparison.template).toContainEqual({
      path: expect.stringContaining('/with/size'),
      before: '${parameters.size}',
      after: 'L',
    });
    expect(comparison.objects).toMatchObject([
      { change: 'changed', kind: 'ResourceQuota', name: 'quota' },
    ]);
    const { revision } = await portal.as('dana').getTemplate(TEAM_NAME);
    expect(
      await refusal(
        portal.as('ada').compareTemplateRevisions(items[0].digest, revision),
      ),
    ).toMatch(/^400 .*not revisions of one template/);
  });
});
