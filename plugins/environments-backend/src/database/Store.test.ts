import { resolve } from 'node:path';
import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { AuditEvent } from '../audit/AuditEvent';
import { Store } from './Store';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const directory = resolve(__dirname, '../../migrations');

function event(): AuditEvent {
  return {
    stage: 'requested',
    action: 'environment.create',
    correlationId: uuidv7(),
    actor: {
      ref: 'user:default/dana',
      kind: 'user',
      groups: [],
      authMethod: 'test',
    },
    target: {},
  };
}

describe('the database', () => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await databases.init('POSTGRES_18');
  });

  const createStore = () =>
    Store.create(mockServices.database({ knex }), mockServices.logger.mock());

  it('migrates up and down and up again, and keeps a log that has records', async () => {
    await knex.migrate.latest({ directory });
    await knex.migrate.rollback({ directory }, true);
    const { rows } = await knex.raw(
      `select tablename from pg_tables where schemaname = 'public' and tablename !~ 'knex'`,
    );
    expect(rows).toEqual([]);

    const store = await createStore();
    await store.transaction(tx => tx.record(event()));
    await expect(knex.migrate.rollback({ directory }, true)).rejects.toThrow(
      'Records were sealed or hold commitments',
    );
    await store.jobs.stop();
  });

  it('makes nothing where somebody else migrates, and says that nothing is there', async () => {
    const skipping = () =>
      Store.create(
        mockServices.database({ knex, migrations: { skip: true } }),
        mockServices.logger.mock(),
      );
    await expect(skipping()).rejects.toThrow('pg-boss is not installed');
    const { rows } = await knex.raw(
      `select schemaname from pg_tables where schemaname !~ '^(pg_|information_)'`,
    );
    expect(rows).toEqual([]);

    const migrating = await createStore();
    const store = await skipping();
    await store.transaction(tx => tx.record(event()));
    await store.jobs.stop();
    await migrating.jobs.stop();
  });

  it.each([
    ['UPDATE', `update audit_records set action = 'nothing'`],
    ['DELETE', 'delete from audit_records'],
    ['TRUNCATE', 'truncate audit_records cascade'],
  ])('refuses %s of records', async (operation, sql) => {
    const store = await createStore();
    await store.transaction(tx => tx.record(event()));
    await expect(knex.raw(sql)).rejects.toThrow(
      `audit_records is append-only: ${operation} is refused`,
    );
    expect(await store.audit.list({ limit: 10 })).toHaveLength(1);
    await store.jobs.stop();
  });

  it('keeps revisions as they are, up to what happens to them', async () => {
    const store = await createStore();
    const digest = `sha256:${'a'.repeat(64)}`;
    const revision = {
      digest,
      templateRef: 'environmenttemplate:default/x',
      title: 'X',
      content: { spec: { b: 1, a: 2 } },
      kind: 'template',
      origin: 'workbench',
      author: 'user:default/olu',
    } as const;
    await store.transaction(tx => tx.templateRevisions.add(revision));
    for (const sql of [
      `update template_revisions set content = '{}'`,
      `update template_revisions set template_ref = 'environmenttemplate:default/y'`,
      `update template_revisions set author = 'somebody'`,
      `update template_revisions set title = 'other'`,
      `update template_revisions set commit = 'abc'`,
      'delete from template_revisions',
      'truncate template_revisions cascade',
    ]) {
      await expect(knex.raw(sql)).rejects.toThrow('immutable');
    }
    await store.transaction(async tx => {
      await tx.templateRevisions.halt(digest, 'user:default/olu', 'Broken');
      await tx.templateRevisions.add({
        ...revision,
        content: { other: true },
        origin: 'catalog',
        author: 'Olu',
      });
    });
    expect(await store.templateRevisions.get(digest)).toMatchObject({
      content: { spec: { b: 1, a: 2 } },
      origin: 'catalog',
      author: 'Olu',
      halted: { by: 'user:default/olu', reason: 'Broken' },
    });
    for (const column of ['source_location', 'commit', 'author']) {
      await expect(
        knex('template_revisions').update({ [column]: 'elsewhere' }),
      ).rejects.toThrow('immutable');
    }
    await expect(
      knex('template_revisions').update({ origin: 'workbench' }),
    ).rejects.toThrow('immutable');
    await store.jobs.stop();
  });

  it('brings what was there before through the migrations, and back', async () => {
    await knex.migrate.up({ directory });
    const digest = `sha256:${'b'.repeat(64)}`;
    const [environment, operation] = [uuidv7(), uuidv7()];
    await knex.transaction(async trx => {
      await trx('template_revisions').insert({
        digest,
        template_ref: 'environmenttemplate:default/x',
        title: 'X',
        content: JSON.stringify({ spec: { owner: 'platform-ops' } }),
      });
      await trx('environments').insert({
        id: environment,
        name: 'old',
        owner_ref: 'user:default/dana',
        created_by: 'user:default/dana',
        template_ref: 'environmenttemplate:default/x',
        template_title: 'X',
        revision: digest,
        cluster: 'twin',
        namespace: 'sbx-old',
        phase: 'Ready',
        parameters: '{}',
        manifests: '[]',
        operation_id: operation,
      });
      await trx('operations').insert({
        id: operation,
        environment_id: environment,
        kind: 'create',
        state: 'Succeeded',
        correlation_id: uuidv7(),
        actor: '{}',
        stages: '[]',
      });
    });
    await knex.migrate.latest({ directory });
    const store = await createStore();
    expect(await store.environments.get(environment)).toMatchObject({
      addOns: [],
      ownManifests: [],
      checks: [],
      draft: false,
    });
    expect(await store.operations.get(operation)).toMatchObject({
      revision: digest,
    });
    expect(await store.templateRevisions.get(digest)).toMatchObject({
      content: { spec: { owner: 'platform-ops' } },
      origin: 'catalog',
      kind: 'template',
    });
    expect(await store.templates.list()).toMatchObject([
      {
        ref: 'environmenttemplate:default/x',
        title: 'X',
        ownerRef: 'group:default/platform-ops',
        state: 'published',
        wasPublished: true,
        revision: digest,
      },
    ]);
    await store.jobs.stop();
    // What has no end, as was promised by saying nothing else, gets none.
    await expect(
      knex('environments').update({ expires_at: new Date() }),
    ).rejects.toThrow('was promised until its deletion');
    const refusedWhile = async (
      table: string,
      lost: object,
      again: object,
      said: string,
    ) => {
      await knex(table).update(lost);
      await expect(knex.migrate.down({ directory })).rejects.toThrow(said);
      await knex(table).update(again);
    };
    // Of notices that are settled, of the check of the log, then of clusters that people sign in to by themselves.
    await knex.migrate.down({ directory });
    await knex.migrate.down({ directory });
    await knex.migrate.down({ directory });
    await refusedWhile(
      'operations',
      { state: 'AwaitingApproval' },
      { state: 'Succeeded' },
      'changes that await approval',
    );
    // Of changes that wait, owners who are gone, notices of elevations, then of share links.
    await knex.migrate.down({ directory });
    await knex.migrate.down({ directory });
    await knex.migrate.down({ directory });
    await knex.migrate.down({ directory });
    // Nothing else would end rights that somebody has, nor their account.
    const now = new Date();
    const olu = 'user:default/olu';
    const dana = 'user:default/dana';
    await knex('elevations').insert({
      id: uuidv7(),
      environment_id: environment,
      person: dana,
      claims: [dana],
      minutes: 30,
      reason: 'Debug egress',
      lapses_at: now,
      state: 'open',
      decided_by: olu,
      ends_at: now,
    });
    const tooSoon = 'can not hold open elevations';
    await expect(knex.migrate.down({ directory })).rejects.toThrow(tooSoon);
    await knex('elevations').update({
      state: 'closed',
      closed_by: dana,
      closed_at: now,
    });
    await knex('access_accounts').insert({
      id: uuidv7(),
      environment_id: environment,
      person: dana,
      role: 'elevated',
      account: 'sandlot-elevated-dana',
      claims: [dana],
      token_ends_at: now,
    });
    await expect(knex.migrate.down({ directory })).rejects.toThrow(tooSoon);
    await knex('access_accounts').delete();
    // Of elevations, then of the accounts of people.
    await knex.migrate.down({ directory });
    await knex.migrate.down({ directory });
    await refusedWhile(
      'environments',
      { phase: 'AwaitingApproval' },
      { phase: 'Ready' },
      'requests that await approval',
    );
    // Of approvals, then of the log.
    await knex.migrate.down({ directory });
    await knex.migrate.down({ directory });
    const none = '[]';
    const hold = '{"by":"user:default/ada"}';
    await refusedWhile(
      'environments',
      { legal_hold: hold, members: '[{}]', phase: 'Hibernated' },
      { legal_hold: null, members: none, phase: 'Ready' },
      'environments on legal hold, environments that hibernate or wait for room, members of environments.',
    );
    await knex.migrate.down({ directory });
    await refusedWhile(
      'environments',
      { add_ons: '["redis"]', draft: true },
      { add_ons: none, draft: false },
      'environments with add-ons, environments of drafts.',
    );
    await refusedWhile(
      'environments',
      { own_manifests: '[{}]', hold: '{}' },
      { own_manifests: none, hold: null },
      'environments on hold, environments with objects of their owners.',
    );
    const halt = { halted_by: 'user:default/olu', halt_reason: 'Broken' };
    await refusedWhile(
      'template_revisions',
      { ...halt, halted_at: new Date() },
      { halted_at: null },
      'halted revisions.',
    );
    await knex.migrate.down({ directory });
    expect(await knex('template_revisions')).toMatchObject([
      { digest, content: { spec: { owner: 'platform-ops' } } },
    ]);
  });

  it('commits nothing when the record cannot be written', async () => {
    const store = await createStore();
    const unwritable = { ...event(), eventId: 'no id' };
    await expect(
      store.transaction(async tx => {
        await tx.templateRevisions.add({
          digest: `sha256:${'a'.repeat(64)}`,
          templateRef: 'environmenttemplate:default/x',
          title: 'X',
          content: {},
          kind: 'template',
          origin: 'catalog',
        });
        await tx.record(unwritable);
      }),
    ).rejects.toThrow();
    expect(await knex('template_revisions')).toEqual([]);
    await store.jobs.stop();
  });

  it('tells only of what was committed', async () => {
    const store = await createStore();
    const heard: string[] = [];
    store.onCommit(({ environmentIds }) => heard.push(...environmentIds));
    await expect(
      store.transaction(async tx => {
        tx.changed('rolled-back');
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await store.transaction(async tx => tx.changed('committed'));
    expect(heard).toEqual(['committed']);
    await store.jobs.stop();
  });

  it('does again, once, what was undone because of a deadlock', async () => {
    const store = await createStore();
    const heard: string[] = [];
    store.onCommit(({ environmentIds }) => heard.push(...environmentIds));
    let both: () => void;
    const bothHaveOne = new Promise<void>(done => (both = done));
    let holding = 0;
    const take = (...names: string[]) =>
      store.transaction(async tx => {
        tx.changed(names[0]);
        await tx.alone(names[0]);
        holding += 1;
        if (holding === 2) both();
        await bothHaveOne;
        await tx.alone(names[1]);
      });
    await Promise.all([take('a', 'b'), take('b', 'a')]);
    expect(heard.sort()).toEqual(['a', 'b']);
    expect(holding).toBe(3);
    await store.jobs.stop();
  });

  it('locks nothing of a revision that the catalog delivers once more', async () => {
    const store = await createStore();
    const revision = {
      digest: `sha256:${'a'.repeat(64)}`,
      templateRef: 'environmenttemplate:default/x',
      title: 'X',
      content: {},
      kind: 'template',
      origin: 'catalog',
    } as const;
    await store.transaction(tx => tx.templateRevisions.add(revision));
    await store.transaction(async held => {
      await held.templateRevisions.lock(revision.digest);
      await expect(
        store.transaction(tx => tx.templateRevisions.add(revision)),
      ).resolves.toBeUndefined();
    });
    await store.jobs.stop();
  });

  it('says that nothing was done when it can not be reached', async () => {
    const store = await createStore();
    await store.jobs.stop();
    await knex.destroy();
    await expect(
      store.transaction(tx => tx.record(event())),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('nothing is done'),
    });
  });

  it('keeps what was promised, whoever writes to it', async () => {
    await knex.migrate.latest({ directory });
    const [environment, operation] = [uuidv7(), uuidv7()];
    const digest = `sha256:${'c'.repeat(64)}`;
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
    await knex.transaction(async trx => {
      await trx('template_revisions').insert({
        digest,
        template_ref: 'environmenttemplate:default/y',
        title: 'Y',
        content: '{}',
      });
      await trx('environments').insert({
        id: environment,
        name: 'promised',
        owner_ref: 'user:default/dana',
        created_by: 'user:default/dana',
        template_ref: 'environmenttemplate:default/y',
        template_title: 'Y',
        revision: digest,
        cluster: 'twin',
        namespace: 'sbx-promised',
        phase: 'Hibernated',
        parameters: '{}',
        manifests: '[]',
        operation_id: operation,
        expires_at: inDays(7),
        delete_at: inDays(14),
      });
      await trx('operations').insert({
        id: operation,
        environment_id: environment,
        kind: 'hibernate',
        revision: digest,
        state: 'Succeeded',
        correlation_id: uuidv7(),
        actor: '{}',
        stages: '[]',
      });
    });
    const row = () => knex('environments').where({ id: environment });
    await expect(row().update({ expires_at: inDays(6) })).rejects.toThrow(
      'was promised until',
    );
    await expect(row().update({ delete_at: inDays(13) })).rejects.toThrow(
      'can be restored until',
    );
    await row().update({ expires_at: inDays(8), delete_at: null });
    await row().update({ legal_hold: '{}' });
    await expect(row().update({ phase: 'Deleting' })).rejects.toThrow(
      'is under legal hold',
    );
    await row().update({ legal_hold: null });
    await row().update({ phase: 'Deleting' });
  });
});
