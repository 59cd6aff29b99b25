import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { TwinEngine, createTwinEngine } from '../testing/createTwinEngine';
import { shippedTemplates } from '../testing/shippedTemplates';
import { TemplateRow } from '../database/TemplatesTable';
import { LOST, decideWithdrawals } from './decideWithdrawals';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const TEAM = 'environmenttemplate:default/team-sandbox';
const SERVICE = 'environmenttemplate:default/service-sandbox';

describe('decideWithdrawals', () => {
  it.each([
    [1, 1, true],
    [3, 2, false],
    [3, 3, true],
    [4, 2, false],
    [4, 3, true],
    [9, 5, true],
  ])(
    'of %i templates, takes %i that are gone for lost: %p',
    (all, gone, lost) => {
      const rows = Array.from({ length: all }, (_, index) => rowOf(`${index}`));
      const kept = new Set(rows.slice(gone).map(({ ref }) => ref));
      const { withdraw, suspect } = decideWithdrawals(
        rows,
        kept,
        15,
        new Date(),
      );
      expect([withdraw.length, suspect.length]).toEqual(
        lost ? [0, gone] : [gone, 0],
      );
      expect(decideWithdrawals(rows, kept, 0, new Date()).suspect).toEqual([]);
    },
  );

  it('counts neither drafts nor modules', () => {
    const rows = [
      rowOf('on-offer'),
      rowOf('draft', { state: 'draft' }),
      rowOf('module', { kind: 'module' }),
    ];
    const kept = new Set(['on-offer']);
    expect(decideWithdrawals(rows, kept, 15, new Date())).toMatchObject({
      withdraw: [{ ref: 'draft' }, { ref: 'module' }],
      suspect: [],
    });
  });

  function rowOf(ref: string, change: Partial<TemplateRow> = {}): TemplateRow {
    return {
      ref,
      kind: 'template',
      title: ref,
      ownerRef: 'group:default/platform-ops',
      state: 'published',
      wasPublished: true,
      problems: [],
      deliveredEtag: 'etag',
      changedAt: new Date(0),
      ...change,
    };
  }
});

describe('a catalog that loses its templates', () => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await databases.init('POSTGRES_18');
  });

  const stateOf = async ({ store }: TwinEngine, ref: string) =>
    (await store.templates.findOffers([ref]))[0];
  const eventsOf = async (ref: string) =>
    (await knex('audit_log').whereLike('action', 'template.%').orderBy('seq'))
      .map(({ record }) => record)
      .filter(({ template }) => template.ref === ref)
      .map(({ action }) => action);

  it('leaves them on offer with a fault until it is clear that they are gone', async () => {
    const engine = await createTwinEngine({ knex });
    await engine.registrar.run();
    engine.catalog.replace([]);
    await engine.registrar.run();
    await engine.registrar.run();
    for (const ref of [TEAM, SERVICE]) {
      expect(await stateOf(engine, ref)).toMatchObject({
        state: 'published',
        problems: [LOST],
      });
      expect(await eventsOf(ref)).toEqual([
        'template.publish',
        'template.refuse',
      ]);
    }

    // A part of it comes back: fewer than half are gone now, and still wait.
    engine.catalog.replace(
      shippedTemplates().filter(
        ({ metadata }) => metadata.name !== 'team-sandbox',
      ),
    );
    await engine.registrar.run();
    expect(await stateOf(engine, SERVICE)).toMatchObject({ problems: [] });
    expect(await stateOf(engine, TEAM)).toMatchObject({ problems: [LOST] });

    await knex('templates')
      .where({ ref: TEAM })
      .update({
        changed_at: knex.raw("clock_timestamp() - interval '15 minutes'"),
      });
    await engine.registrar.run();
    expect(await stateOf(engine, TEAM)).toMatchObject({
      state: 'withdrawn',
      problems: [],
    });
    await engine.stop();
  });

  it('has them withdrawn at once where that is configured', async () => {
    const engine = await createTwinEngine({
      knex,
      config: { environments: { templates: { lostAfterMinutes: 0 } } },
    });
    await engine.registrar.run();
    engine.catalog.replace([]);
    await engine.registrar.run();
    expect(await stateOf(engine, TEAM)).toMatchObject({ state: 'withdrawn' });
    await engine.stop();
  });
});
