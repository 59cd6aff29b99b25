import { TestDatabases } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { WorkbenchTryRequest } from '@sandlot/plugin-environments-common';
import { v4 as uuid } from 'uuid';
import { stringify } from 'yaml';
import { Person } from '../testing/startTestPortal';
import {
  TEAM,
  TemplatesPortal,
  refusal,
  sourceOf,
  startTemplatesPortal,
} from '../testing/startTemplatesPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('the workbench', () => {
  let portal: TemplatesPortal;

  beforeAll(async () => {
    portal = await startTemplatesPortal(await databases.init('POSTGRES_18'));
  });
  afterAll(async () => portal.stop());
  afterEach(async () => portal.restore());

  const tryRequest = (person: Person, entity: Entity): WorkbenchTryRequest => ({
    source: sourceOf(entity),
    name: `try-${uuid().slice(0, 8)}`,
    owner: `user:default/${person}`,
    parameters: {},
  });

  it('says what a draft would be, make and change', async () => {
    const { environment } = await portal.create('dana', 'team-sandbox');
    const entity = portal.catalog.get(TEAM);
    const draft = {
      ...entity,
      spec: {
        ...entity.spec,
        lifecycle: 'draft',
        addOns: [],
        modules: [
          ...(entity.spec as any).modules.slice(0, 2),
          { module: 'quota', with: { size: 'L' } },
          { module: 'redis' },
        ],
      },
    };
    const check = await portal
      .as('olu')
      .checkWorkbench({ source: sourceOf(draft) });
    expect(check).toMatchObject({
      problems: [],
      mayTry: true,
      template: { name: 'team-sandbox', state: 'draft' },
      preview: { problems: [] },
      warnings: [{ path: '/spec/lifecycle' }],
    });
    expect(
      check.impact.find(one => one.environment.id === environment.id),
    ).toMatchObject({ added: 3, changed: 1, removed: 0, problems: [] });
    expect(check.comparison!.objects.map(({ change }) => change)).toEqual(
      expect.arrayContaining(['added', 'changed']),
    );
  });

  it('names the line and column of each fault', async () => {
    const text = sourceOf(portal.catalog.get(TEAM)).replace(
      'maximum: 30',
      'maximum: many',
    );
    const { problems, mayTry } = await portal
      .as('olu')
      .checkWorkbench({ source: text });
    expect(mayTry).toBe(false);
    const line = text.split('\n').findIndex(one => one.includes('many')) + 1;
    expect(problems).toEqual([
      expect.objectContaining({ path: '/spec/ownManifests/maximum', line }),
    ]);
    const broken = await portal
      .as('olu')
      .checkWorkbench({ source: 'kind: [EnvironmentTemplate' });
    expect(broken.problems[0]).toMatchObject({ line: 1 });
  });

  it('asks a cluster about each object, makes nothing and records it', async () => {
    const answer = await portal
      .as('olu')
      .dryRunWorkbench({ source: sourceOf(portal.catalog.get(TEAM)) });
    expect(answer.problems).toEqual([]);
    expect(answer.objects.length).toBeGreaterThan(5);
    expect(answer.objects.every(({ accepted }) => accepted)).toBe(true);
    const records = await portal.lastRecords('template.dryRun');
    expect(records.slice(0, 2)).toMatchObject([
      { stage: 'succeeded', reason: expect.stringContaining('would take') },
      { stage: 'attempt', target: { cluster: 'twin' } },
    ]);
    for (const { authorization } of records.slice(0, 2)) {
      expect(authorization).toMatchObject({
        permission: 'environments.template.manage',
        decision: 'ALLOW',
      });
    }
  });

  it('makes a real environment of a draft, for ops and for testers of what is published', async () => {
    portal.catalog.put(
      portal.derive('tested', { access: { testers: ['user:default/milo'] } }),
    );
    await portal.readCatalog();
    const pasted = portal.derive('tested', {
      access: { testers: ['user:default/dana', 'user:default/milo'] },
      lease: { default: '1d' },
    });
    const request = tryRequest('milo', pasted);
    const key = uuid();
    const { environment, operation } = await portal
      .as('milo')
      .createWorkbenchTry(request, key);
    expect(environment).toMatchObject({ draft: true, name: request.name });
    const again = await portal.as('milo').createWorkbenchTry(request, key);
    expect(again.operation.id).toBe(operation.id);
    expect(await portal.finished(operation.id)).toMatchObject({
      state: 'Succeeded',
    });
    expect((await portal.lastRecords('template.try'))[0]).toMatchObject({
      stage: 'succeeded',
      authorization: {
        decision: 'ALLOW',
        basis: expect.stringMatching(
          /environmenttemplate:default\/tested in the catalog, at revision sha256:\w+, names the caller/,
        ),
      },
    });
    const { items } = await portal
      .as('olu')
      .listTemplateRevisions({ namespace: 'default', name: 'tested' });
    expect(items[0]).toMatchObject({
      origin: 'workbench',
      author: 'user:default/milo',
      isCurrent: false,
    });

    // Being a tester is not for the pasted text to say.
    expect(
      await refusal(
        portal
          .as('dana')
          .createWorkbenchTry(tryRequest('dana', pasted), uuid()),
      ),
    ).toMatch(/^403/);
    const [denied] = await portal.lastRecords('template.try');
    expect(denied).toMatchObject({
      stage: 'denied',
      actor: { ref: 'user:default/dana' },
    });
    for (const ask of [
      () => portal.as('dana').checkWorkbench({ source: request.source }),
      () => portal.as('dana').dryRunWorkbench({ source: request.source }),
    ]) {
      expect(await refusal(ask())).toMatch(/^403/);
    }
    const seen = await portal
      .as('milo')
      .checkWorkbench({ source: request.source });
    expect(seen).toMatchObject({ mayTry: true, impact: [] });

    portal.catalog.put(pasted);
    await portal.readCatalog();
    const delivered = await portal
      .as('olu')
      .listTemplateRevisions({ namespace: 'default', name: 'tested' });
    expect(delivered.items[0]).toMatchObject({
      digest: items[0].digest,
      origin: 'catalog',
      isCurrent: true,
    });
  });

  it('records what it refuses, whatever the text is called', async () => {
    const named = (name: string) =>
      stringify({ kind: 'EnvironmentTemplate', metadata: { name } });
    const long = named('x'.repeat(200_000));
    for (const ask of [
      () => portal.as('dana').checkWorkbench({ source: long }),
      () => portal.as('dana').dryRunWorkbench({ source: long }),
      () =>
        portal.as('dana').createWorkbenchTry(
          {
            ...tryRequest('dana', portal.catalog.get(TEAM)),
            source: long,
          },
          uuid(),
        ),
    ]) {
      expect(await refusal(ask())).toMatch(/^403/);
    }
    for (const action of ['template.read', 'template.dryRun', 'template.try']) {
      const [denied] = await portal.lastRecords(action);
      expect(denied).toMatchObject({ stage: 'denied' });
      expect(denied.template).toBeUndefined();
    }
    const { problems } = await portal
      .as('olu')
      .checkWorkbench({ source: long });
    expect(problems).not.toEqual([]);
  });

  it('refuses to try what has faults, and records that', async () => {
    const answer = await refusal(
      portal
        .as('olu')
        .createWorkbenchTry(
          tryRequest('olu', portal.derive('bad', { owner: 7 })),
          uuid(),
        ),
    );
    expect(answer).toMatch(/^400 .*\/spec\/owner/);
    expect((await portal.lastRecords('template.try'))[0]).toMatchObject({
      stage: 'failed',
    });
  });

  it('takes a whole template of the largest size', async () => {
    const comment = `# ${'ä'.repeat(100_000)}\n`;
    expect(
      await portal.as('olu').checkWorkbench({
        source: comment + sourceOf(portal.catalog.get(TEAM)),
      }),
    ).toMatchObject({ problems: [] });
  });
});
