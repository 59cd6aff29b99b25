import { TestDatabases } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import {
  CreateEnvironmentRequest,
  WorkbenchTryRequest,
} from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { stringify } from 'yaml';
import {
  Person,
  TestPortal,
  startTestPortal,
} from '../testing/startTestPortal';
import { shippedTemplates } from '../testing/shippedTemplates';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const TEAM = 'environmenttemplate:default/team-sandbox';
const HARBOR = 'group:default/team-harbor';
const KEY = { namespace: 'default', name: 'team-sandbox' };
const checkout: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'checkout', namespace: 'default' },
  spec: { type: 'service', owner: HARBOR },
};

describe('templates over the API', () => {
  let knex: Knex;
  let portal: TestPortal;
  const notified: NotificationSendOptions[] = [];

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startTestPortal({
      knex,
      clusters: [{ name: 'twin', inMemory: true }],
      templates: [...shippedTemplates(), checkout],
      notify: async notification => {
        notified.push(notification);
      },
    });
  });
  afterAll(async () => portal.stop());
  afterEach(async () => {
    const unfinished = await knex('operations').whereNull('finished_at');
    await Promise.all(unfinished.map(({ id }) => portal.finished(id)));
    portal.catalog.replace([...shippedTemplates(), checkout]);
    await portal.readCatalog();
  });

  /** The shipped template under another name, with other fields of its spec. */
  function derive(name: string, spec: object): Entity {
    const entity = portal.catalog.get(TEAM);
    return {
      ...entity,
      metadata: { ...entity.metadata, name, title: name },
      spec: { ...entity.spec, ...spec },
    };
  }
  async function requestFor(
    person: Person,
    template: string,
    change: Partial<CreateEnvironmentRequest> = {},
  ): Promise<CreateEnvironmentRequest> {
    const { revision, ref } = await portal
      .as(person)
      .getTemplate({ namespace: 'default', name: template });
    return {
      template: ref,
      revision,
      name: `e-${uuid().slice(0, 8)}`,
      owner: `user:default/${person}`,
      parameters: {},
      ...change,
    };
  }
  const create = async (
    person: Person,
    template: string,
    change?: Partial<CreateEnvironmentRequest>,
  ) =>
    portal
      .as(person)
      .createEnvironment(await requestFor(person, template, change), uuid());
  const refusal = (promise: Promise<unknown>) =>
    promise.then(
      () => 'accepted',
      error => `${error.response.status} ${error.cause.message}`,
    );
  const lastRecords = async (action: string) =>
    (await portal.as('ada').listAuditRecords({ action, limit: 5 })).items;
  const source = (entity: Entity) => {
    const { etag, ...metadata } = entity.metadata;
    return stringify({ ...entity, metadata });
  };

  describe('the life of a template', () => {
    it.each<[object, Record<Person, [boolean, string]>]>([
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
      portal.catalog.put(derive(name, spec));
      await portal.readCatalog();
      const known = await requestFor('olu', name);
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
      const [denied] = await lastRecords('environment.create').then(items =>
        items.filter(({ stage }) => stage === 'denied'),
      );
      expect(denied).toMatchObject({
        template: { ref: known.template, revision: known.revision },
        authorization: { decision: 'DENY' },
      });
    });

    it('marks what is made of a draft', async () => {
      portal.catalog.put(derive('sketch', { lifecycle: 'draft' }));
      const { environment } = await create('olu', 'sketch');
      expect(environment).toMatchObject({
        draft: true,
        template: { state: 'draft' },
      });
      expect((await create('olu', 'team-sandbox')).environment.draft).toBe(
        false,
      );
    });

    it('sees at once what the catalog changed, and refuses what was looked at before', async () => {
      const stale = await requestFor('dana', 'team-sandbox');
      const entity = portal.catalog.get(TEAM);
      entity.metadata.description = 'Quite another one.';
      portal.catalog.put(entity);
      expect(
        await refusal(portal.as('dana').createEnvironment(stale, uuid())),
      ).toMatch(/^409 .*has changed/);
      const fresh = await portal.as('dana').getTemplate(KEY);
      expect(fresh.description).toBe('Quite another one.');
      expect(fresh.revision).not.toBe(stale.revision);
    });

    it('offers the last good revision while the catalog has a faulty one, and shows ops the fault', async () => {
      const good = await portal.as('dana').getTemplate(KEY);
      const entity = portal.catalog.get(TEAM);
      portal.catalog.put({
        ...entity,
        spec: { ...entity.spec, resources: [{ kind: 'Secret' }] },
      });
      expect(await portal.as('dana').getTemplate(KEY)).toMatchObject({
        revision: good.revision,
      });
      await create('dana', 'team-sandbox');
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
      expect(await lastRecords('template.refuse')).toMatchObject([
        { template: { ref: TEAM, revision: good.revision } },
        ...Array((await lastRecords('template.refuse')).length - 1).fill({}),
      ]);
    });

    it('makes nothing more of what was withdrawn, and keeps what there is', async () => {
      portal.catalog.put(derive('goes', {}));
      const { environment } = await create('dana', 'goes');
      const known = await requestFor('dana', 'goes');
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

  describe('what is chosen', () => {
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
      const { environment } = await create('dana', 'team-sandbox', choice);
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
          await requestFor('dana', 'team-sandbox', {
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
        derive('picky', {
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
        await refusal(create('dana', 'picky', { parameters: wrong })),
      ).toMatch(/^400 .*there is no cluster "moon"/);
    });
  });

  describe('halting', () => {
    const currentRevision = async () =>
      (await portal.as('olu').listTemplateRevisions(KEY)).items.find(
        ({ isCurrent }) => isCurrent,
      )!;
    const halt = (person: Person, digest: string) =>
      portal.as(person).haltTemplateRevision(digest, { reason: 'Too slow' });

    it('is for ops, in one recorded act, and tells them', async () => {
      const { digest } = await currentRevision();
      expect(await refusal(halt('dana', digest))).toMatch(/^403/);
      expect((await lastRecords('template.halt'))[0]).toMatchObject({
        stage: 'denied',
        target: { kind: 'EnvironmentTemplate', name: 'team-sandbox' },
        template: { ref: TEAM, revision: digest },
      });
      expect(await refusal(halt('ada', digest))).toMatch(/^403/);
      notified.length = 0;
      expect(await halt('olu', digest)).toMatchObject({
        digest,
        halted: { by: 'user:default/olu', reason: 'Too slow' },
      });
      expect(await refusal(halt('olu', digest))).toMatch(/^409 .*already/);
      expect(await portal.as('dana').getTemplate(KEY)).toMatchObject({
        halted: { reason: 'Too slow' },
      });
      const gallery = await portal.as('dana').listTemplates();
      expect(gallery.items.find(({ ref }) => ref === TEAM)).toMatchObject({
        halted: { reason: 'Too slow' },
      });
      expect(await refusal(create('dana', 'team-sandbox'))).toMatch(
        /^409 .*Too slow/,
      );
      await portal.runTask('environments-halt-notices');
      expect(notified).toMatchObject([
        {
          recipients: { entityRef: ['group:default/platform-ops'] },
          payload: { description: expect.stringContaining('Too slow') },
        },
      ]);

      const resume = () =>
        portal.as('olu').resumeTemplateRevision(digest, { reason: 'Mended' });
      const answers = await Promise.all([refusal(resume()), refusal(resume())]);
      expect(answers.sort()).toEqual([
        expect.stringMatching(/^409 .*not halted/),
        'accepted',
      ]);
      await create('dana', 'team-sandbox');
      const records = await portal
        .as('ada')
        .listAuditRecords({ template: TEAM, limit: 200 });
      expect(
        records.items
          .filter(({ action }) => /halt|resume/.test(action))
          .filter(({ stage }) => stage === 'succeeded')
          .map(({ action, reason, template }) => [
            action,
            reason,
            template?.revision,
          ]),
      ).toEqual([
        ['template.resume', 'Mended', digest],
        ['template.halt', 'Too slow', digest],
      ]);
    });
  });

  describe('reports', () => {
    it('are for ops and auditors', async () => {
      const { revision } = await portal.as('dana').getTemplate(KEY);
      for (const path of [
        '/template-reports',
        '/templates/default/team-sandbox/revisions',
        `/revisions/${revision}`,
        `/revisions/${revision}/comparison?from=${encodeURIComponent(
          revision,
        )}`,
      ]) {
        const statuses: number[] = [];
        for (const person of ['dana', 'olu', 'ada'] as const) {
          statuses.push((await portal.fetchAs(person, path)).status);
        }
        expect([path, ...statuses]).toEqual([path, 403, 200, 200]);
      }
      expect((await lastRecords('template.read'))[0]).toMatchObject({
        stage: 'denied',
        authorization: { permission: 'environments.template.report' },
        target: { name: 'team-sandbox' },
        template: { ref: TEAM, revision },
      });
    });

    it('count what runs and how it was made, and compare revisions', async () => {
      portal.catalog.put(derive('counted', {}));
      const first = await create('dana', 'counted');
      await portal.finished(first.operation.id);
      portal.catalog.put(
        derive('counted', {
          modules: (portal.catalog.get(TEAM).spec as any).modules.map(
            (one: { module: string }) =>
              one.module === 'quota' ? { ...one, with: { size: 'L' } } : one,
          ),
        }),
      );
      const second = await create('dana', 'counted');
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
      const detail = await portal
        .as('ada')
        .getTemplateRevision(items[1].digest);
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
      const { revision } = await portal.as('dana').getTemplate(KEY);
      expect(
        await refusal(
          portal.as('ada').compareTemplateRevisions(items[0].digest, revision),
        ),
      ).toMatch(/^400 .*not revisions of one template/);
    });
  });

  describe('the workbench', () => {
    const tryRequest = (
      person: Person,
      entity: Entity,
    ): WorkbenchTryRequest => ({
      source: source(entity),
      name: `try-${uuid().slice(0, 8)}`,
      owner: `user:default/${person}`,
      parameters: {},
    });

    it('says what a draft would be, make and change', async () => {
      const { environment } = await create('dana', 'team-sandbox');
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
        .checkWorkbench({ source: source(draft) });
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
      const text = source(portal.catalog.get(TEAM)).replace(
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
        .dryRunWorkbench({ source: source(portal.catalog.get(TEAM)) });
      expect(answer.problems).toEqual([]);
      expect(answer.objects.length).toBeGreaterThan(5);
      expect(answer.objects.every(({ accepted }) => accepted)).toBe(true);
      const records = await lastRecords('template.dryRun');
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
        derive('tested', { access: { testers: ['user:default/milo'] } }),
      );
      await portal.readCatalog();
      const pasted = derive('tested', {
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
      expect((await lastRecords('template.try'))[0]).toMatchObject({
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
      const [denied] = await lastRecords('template.try');
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
      for (const action of [
        'template.read',
        'template.dryRun',
        'template.try',
      ]) {
        const [denied] = await lastRecords(action);
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
            tryRequest('olu', derive('bad', { owner: 7 })),
            uuid(),
          ),
      );
      expect(answer).toMatch(/^400 .*\/spec\/owner/);
      expect((await lastRecords('template.try'))[0]).toMatchObject({
        stage: 'failed',
      });
    });

    it('takes a whole template of the largest size', async () => {
      const comment = `# ${'ä'.repeat(100_000)}\n`;
      expect(
        await portal.as('olu').checkWorkbench({
          source: comment + source(portal.catalog.get(TEAM)),
        }),
      ).toMatchObject({ problems: [] });
    });
  });
});
