import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import { ANNOTATION_LOCATION, Entity } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { stringify } from 'yaml';
import { TwinEngine, createTwinEngine } from '../testing/createTwinEngine';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const TEAM = 'environmenttemplate:default/team-sandbox';
const QUOTA = 'environmentmodule:default/quota';

describe('TemplateRegistrar', () => {
  let knex: Knex;
  let engine: TwinEngine;

  beforeEach(async () => {
    knex = await databases.init('POSTGRES_18');
    engine = await createTwinEngine({ knex });
    await engine.registrar.run();
  });
  afterEach(async () => {
    await engine.stop();
  });

  const change = (ref: string, edit: (entity: Entity) => void) => {
    const entity = engine.catalog.get(ref);
    edit(entity);
    engine.catalog.put(entity);
  };
  const spec = (ref: string, fields: object) =>
    change(ref, entity => Object.assign(entity.spec!, fields));
  const stateOf = async (ref: string) =>
    (await engine.store.templates.findOffers([ref]))[0];
  const record = async () =>
    (
      await knex('audit_log').whereLike('action', 'template.%').orderBy('seq')
    ).map(row => row.record);
  const events = async (ref: string) =>
    (await record())
      .filter(({ template }) => template.ref === ref)
      .map(({ action }) => action);

  it('takes what the catalog delivers, modules included, and records it once', async () => {
    expect(await stateOf(TEAM)).toMatchObject({
      kind: 'template',
      title: 'Team sandbox',
      ownerRef: 'group:default/platform-ops',
      state: 'published',
      wasPublished: true,
      problems: [],
      revision: expect.stringMatching(/^sha256:/),
    });
    expect(await stateOf(QUOTA)).toMatchObject({ kind: 'module' });
    const [first] = await record();
    expect(first).toMatchObject({
      action: 'template.publish',
      stage: 'observed',
      actor: { ref: 'plugin:environments', kind: 'system' },
      target: { name: expect.any(String) },
    });

    const before = await dump();
    await engine.registrar.run();
    await Promise.all([engine.registrar.run(), engine.registrar.run()]);
    expect(await dump()).toEqual(before);
  });

  it('takes everything once when two backends start at the same moment', async () => {
    const fresh = await databases.init('POSTGRES_18');
    const newBackend = () =>
      createTwinEngine({ knex: fresh, catalog: engine.catalog });
    const backends = [await newBackend(), await newBackend()];
    await Promise.all(
      backends.flatMap(({ registrar }) => [registrar.run(), registrar.run()]),
    );
    const { rows } = await fresh.raw(
      `select (select count(*) from templates)::int as templates,
        (select count(*) from template_revisions)::int as revisions,
        (select count(*) from audit_records)::int as records`,
    );
    const count = (await engine.store.templates.list()).length;
    expect(rows).toEqual([
      { templates: count, revisions: count, records: count },
    ]);
    await Promise.all(backends.map(backend => backend.stop()));
  });

  it('notes an old sighting again, and a fresh one not', async () => {
    await knex('template_revisions').update({
      last_seen_at: knex.raw("clock_timestamp() - interval '11 minutes'"),
    });
    await engine.registrar.run();
    const { rows } = await knex.raw(
      `select count(*)::int as old from template_revisions where last_seen_at < clock_timestamp() - interval '1 minute'`,
    );
    expect(rows).toEqual([{ old: 0 }]);
  });

  it('keeps the last good revision while what is delivered is faulty, and says so once', async () => {
    const good = await stateOf(TEAM);
    const lease = structuredClone(engine.catalog.get(TEAM).spec!.lease);
    spec(TEAM, { lease: { default: 'never' } });
    await engine.registrar.run();
    await engine.registrar.run();
    expect(await stateOf(TEAM)).toMatchObject({
      state: 'published',
      revision: good.revision,
      problems: [expect.objectContaining({ path: '/spec/lease/default' })],
    });
    spec(TEAM, { lease });
    await engine.registrar.run();
    expect(await stateOf(TEAM)).toMatchObject({
      revision: good.revision,
      problems: [],
    });
    expect(await events(TEAM)).toEqual([
      'template.publish',
      'template.refuse',
      'template.publish',
    ]);
  });

  it('makes a new revision of a template when a module of it changes', async () => {
    const before = await stateOf(TEAM);
    change(QUOTA, entity => {
      entity.metadata.description = 'Another one.';
    });
    await engine.registrar.run();
    const after = await stateOf(TEAM);
    expect(after.revision).not.toBe(before.revision);
    const { content } = (await engine.store.templateRevisions.get(
      after.revision!,
    ))!;
    expect(content).toMatchObject({
      modules: { [QUOTA]: { description: 'Another one.' } },
    });

    spec(QUOTA, { resources: 'none' });
    await engine.registrar.run();
    expect(await stateOf(TEAM)).toMatchObject({
      revision: after.revision,
      state: 'published',
      problems: [
        expect.objectContaining({
          message: expect.stringContaining('module "quota"'),
        }),
        // What the module would have provided is missing as well.
        ...Array((await stateOf(TEAM)).problems.length - 1).fill(
          expect.anything(),
        ),
      ],
    });
  });

  it('withdraws what is gone and takes it back when it comes again', async () => {
    const entity = engine.catalog.get(TEAM);
    engine.catalog.remove(TEAM);
    await engine.registrar.run();
    expect(await stateOf(TEAM)).toMatchObject({ state: 'withdrawn' });
    engine.catalog.put(entity);
    await engine.registrar.run();
    expect(await stateOf(TEAM)).toMatchObject({ state: 'published' });
    expect(await events(TEAM)).toEqual([
      'template.publish',
      'template.withdraw',
      'template.publish',
    ]);
  });

  it('forgets the faults of what came back with faults and went again', async () => {
    const entity = engine.catalog.get(TEAM);
    engine.catalog.remove(TEAM);
    await engine.registrar.run();
    engine.catalog.put(entity);
    spec(TEAM, { resources: [{ kind: 'Secret' }] });
    await engine.registrar.run();
    expect(await stateOf(TEAM)).toMatchObject({
      state: 'withdrawn',
      problems: expect.arrayContaining([expect.anything()]),
    });
    engine.catalog.remove(TEAM);
    await engine.registrar.run();
    expect(await stateOf(TEAM)).toMatchObject({
      state: 'withdrawn',
      problems: [],
    });
    expect(await events(TEAM)).toEqual([
      'template.publish',
      'template.withdraw',
      'template.refuse',
    ]);
  });

  it('knows the modules without waiting for whoever takes deliveries', async () => {
    const fresh = await createTwinEngine({
      knex,
      catalog: engine.catalog,
    });
    await engine.store.transaction(async tx => {
      await tx.alone('environments.template-registrar');
      await fresh.registrar.ready();
    });
    expect(fresh.registrar.findModule(QUOTA)).toBeDefined();
    await fresh.stop();
  });

  it('withdraws nothing when the catalog can not be read, or has only errors to tell of it', async () => {
    engine.catalog.failWith(new Error('the catalog is away'));
    await expect(engine.registrar.run()).rejects.toThrow('away');
    expect(await stateOf(TEAM)).toMatchObject({ state: 'published' });

    engine.catalog.failWith(undefined);
    change(TEAM, entity => {
      entity.metadata.annotations = { 'backstage.io/orphan': 'true' };
      Object.assign(entity, {
        status: {
          items: [
            {
              type: 'backstage.io/catalog-processing',
              level: 'error',
              message: 'InputError: no owner',
            },
          ],
        },
      });
    });
    await engine.registrar.run();
    expect(await stateOf(TEAM)).toMatchObject({
      state: 'published',
      problems: [{ path: '', message: 'InputError: no owner' }],
    });
    change(TEAM, entity => delete (entity as { status?: unknown }).status);
    await engine.registrar.run();
    expect(await stateOf(TEAM)).toMatchObject({ state: 'withdrawn' });
  });

  it('lets a draft become published, and nothing published a draft again', async () => {
    change(TEAM, entity => {
      entity.metadata.name = 'fresh';
      entity.spec!.lifecycle = 'draft';
    });
    const fresh = 'environmenttemplate:default/fresh';
    await engine.registrar.run();
    expect(await stateOf(fresh)).toMatchObject({ state: 'draft' });
    const states = [];
    for (const lifecycle of ['published', 'deprecated', 'draft'] as const) {
      spec(fresh, { lifecycle });
      await engine.registrar.run();
      const { state, problems } = await stateOf(fresh);
      states.push([state, problems.map(({ path }) => path)]);
    }
    expect(states).toEqual([
      ['published', []],
      ['deprecated', []],
      ['deprecated', ['/spec/lifecycle']],
    ]);
  });

  it('stores nothing of what never was good, but its faults', async () => {
    change(TEAM, entity => {
      entity.metadata.name = 'never';
      entity.spec!.resources = [{ kind: 'Secret' }];
    });
    await engine.registrar.run();
    const row = await stateOf('environmenttemplate:default/never');
    expect(row).toMatchObject({ state: 'draft', revision: undefined });
    expect(row.problems.length).toBeGreaterThan(0);
    expect(await events(row.ref)).toEqual(['template.refuse']);
  });

  it('keeps the order of parameters, which is the order of the form', async () => {
    change(TEAM, entity => {
      const { properties } = entity.spec!.parameters as JsonObject as {
        properties: JsonObject;
      };
      properties.b = { type: 'string', default: '' };
      properties.aLongerOne = { type: 'string', default: '' };
    });
    await engine.registrar.run();
    const { revision } = await stateOf(TEAM);
    const { content } = (await engine.store.templateRevisions.get(revision!))!;
    const { properties } = (content as any).spec.parameters;
    expect(Object.keys(properties).slice(-3)).toEqual([
      'size',
      'b',
      'aLongerOne',
    ]);
  });

  it('names the line of a fault and the commit of what it knows', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandlot-template-'));
    const file = join(folder, 'template.yaml');
    change(TEAM, entity => {
      entity.metadata.annotations = {
        [ANNOTATION_LOCATION]: `file:${file}`,
        'sandlot.dev/commit': 'a'.repeat(40),
        'sandlot.dev/author': 'Olu',
      };
      entity.metadata.description = 'Changed.';
    });
    await engine.registrar.run();
    const { revision } = await stateOf(TEAM);
    expect(await engine.store.templateRevisions.get(revision!)).toMatchObject({
      commit: 'a'.repeat(40),
      author: 'Olu',
    });

    spec(TEAM, { lease: { default: 'never' } });
    const {
      apiVersion,
      kind,
      metadata,
      spec: written,
    } = engine.catalog.get(TEAM);
    const source = stringify({
      apiVersion,
      kind,
      metadata: { name: metadata.name },
      spec: written,
    });
    await writeFile(file, source);
    await engine.registrar.run();
    const [problem] = (await stateOf(TEAM)).problems;
    expect(problem).toMatchObject({ path: '/spec/lease/default', file });
    expect(source.split('\n')[problem.line! - 1]).toContain('default: never');
    await rm(folder, { recursive: true });
  });

  async function dump() {
    const tables = ['templates', 'template_revisions', 'audit_records'];
    const { rows } = await knex.raw(
      tables
        .map(table => `select xmin::text, ctid::text from ${table}`)
        .join(' union all '),
    );
    return rows;
  }
});
