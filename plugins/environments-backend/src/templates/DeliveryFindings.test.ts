import { TestDatabases } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { Knex } from 'knex';
import { TwinEngine, createTwinEngine } from '../testing/createTwinEngine';
import { TemplateFiles } from './TemplateFiles';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const TEAM = 'environmenttemplate:default/team-sandbox';
const QUOTA = 'environmentmodule:default/quota';

describe('reading the files of what is delivered', () => {
  let knex: Knex;
  let engine: TwinEngine;

  beforeEach(async () => {
    knex = await databases.init('POSTGRES_18');
    engine = await createTwinEngine({ knex });
    await engine.registrar.run();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await engine.stop();
  });

  const change = (ref: string, edit: (entity: Entity) => void) => {
    const entity = engine.catalog.get(ref);
    edit(entity);
    engine.catalog.put(entity);
  };
  const stateOf = async (ref: string) =>
    (await engine.store.templates.findOffers([ref]))[0];

  /** Until the returned function is called, nothing is found out about it. */
  function holdProvenanceOf(name: string): () => void {
    let release = () => {};
    const released = new Promise<void>(done => {
      release = done;
    });
    const { provenanceOf } = TemplateFiles.prototype;
    jest
      .spyOn(TemplateFiles.prototype, 'provenanceOf')
      .mockImplementation(async function hold(this: TemplateFiles, entity) {
        if (entity.metadata.name === name) await released;
        return provenanceOf.call(this, entity);
      });
    return release;
  }

  it('holds up nothing else when it is slow, on no backend', async () => {
    const slow = 'environmenttemplate:default/slow';
    const quick = 'environmenttemplate:default/quick';
    const release = holdProvenanceOf('slow');
    change(TEAM, ({ metadata }) => (metadata.name = 'slow'));
    const taking = engine.registrar.run();

    change(TEAM, ({ metadata }) => (metadata.name = 'quick'));
    await engine.registrar.run([quick]);
    expect(await stateOf(quick)).toMatchObject({ state: 'published' });
    const other = await createTwinEngine({ knex, catalog: engine.catalog });
    change(QUOTA, ({ metadata }) => (metadata.title = 'Another'));
    await other.registrar.run([QUOTA]);
    expect((await stateOf(QUOTA)).title).toBe('Another');
    expect(await stateOf(slow)).toBeUndefined();

    release();
    await taking;
    expect(await stateOf(slow)).toMatchObject({ state: 'published' });
    await other.stop();
  });
});
