import { TestDatabases } from '@backstage/backend-test-utils';
import createKnex, { Knex } from 'knex';
import {
  TestLog,
  createTestLog,
  newSigner,
  testEvent,
} from '../../testing/createTestLog';
import { Store } from '../../database/Store';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('the sealer', () => {
  let knex: Knex;
  let log: TestLog;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    log = await createTestLog(knex);
  });
  beforeEach(() => log.empty());
  afterAll(() => log.store.jobs.stop());

  it('makes one tree with every record once, whoever seals and however late somebody commits', async () => {
    const sealers = [log.createSealer(), log.createSealer()];
    let isWriting = true;
    const sealing = sealers.map(async sealer => {
      while (isWriting) await sealer.pass();
    });
    await Promise.all(
      Array.from({ length: 6 }, async (_, writer) => {
        for (let round = 0; round < 25; round += 1) {
          await log.store.transaction(async tx => {
            await tx.record(testEvent(), testEvent());
            // Some stay open while others that began later commit and are sealed.
            for (let wait = 0; wait < (writer * round) % 7; wait += 1) {
              await tx.now();
            }
            await tx.record(testEvent());
          });
        }
      }),
    );
    isWriting = false;
    await Promise.all(sealing);
    await log.sealAll();
    // And the record that the log got its key.
    expect(await log.expectWhole()).toBe(6 * 25 * 3 + 1);
    const order = await knex('audit_seals as s')
      .join('audit_records as r', 'r.seq', 's.seq')
      .orderBy('s.index')
      .select('r.xid', 'r.seq');
    expect(order).toEqual(
      [...order].sort((one, other) =>
        one.xid === other.xid
          ? Number(one.seq) - Number(other.seq)
          : Number(one.xid) - Number(other.xid),
      ),
    );
  });

  it('waits for a transaction that is open, and then seals it before what came later', async () => {
    const sealer = log.createSealer();
    await log.sealAll(sealer);
    let open = () => {};
    const isOpen = new Promise<void>(begun => {
      open = begun;
    });
    let finish = () => {};
    const may = new Promise<void>(done => {
      finish = done;
    });
    const late = log.store.transaction(async tx => {
      await tx.record(testEvent({ target: { name: 'late' } }));
      open();
      await may;
    });
    await isOpen;
    await log.store.transaction(tx =>
      tx.record(testEvent({ target: { name: 'soon' } })),
    );
    expect(await sealer.pass()).toMatchObject({ sealed: 0 });
    expect(await log.store.sealing.unsealed()).toMatchObject({ records: 1 });
    finish();
    await late;
    await log.sealAll(sealer);
    const { rows } = await knex.raw(
      `select convert_from(canonical, 'UTF8')::jsonb #>> '{target,name}' as name
       from audit_seals join audit_records using (seq) order by index desc limit 2`,
    );
    expect(rows).toEqual([{ name: 'soon' }, { name: 'late' }]);
    await log.expectWhole();
  });

  it('can be killed before any statement, and another one goes on', async () => {
    await log.sealAll();
    let isThrough = false;
    let survived = 0;
    for (let fatal = 1; !isThrough; fatal += 1) {
      survived = fatal;
      await log.write(3);
      await log.settled();
      const doomed = connectOnce(knex, fatal);
      const store = await Store.create(
        { getClient: async () => doomed.knex, migrations: { skip: true } },
        { warn() {}, error() {}, info() {}, debug() {} } as never,
      );
      await store.jobs.stop();
      doomed.arm();
      isThrough = await log
        .createSealer({ store })
        .pass()
        .then(
          () => true,
          () => false,
        );
      await doomed.knex.destroy();
      await log.sealAll();
      await log.expectWhole();
    }
    // Lock, look, read, three writes at least, and the commit.
    expect(survived).toBeGreaterThan(8);
  });

  it('finds all records after a dump and restore, where transaction ids begin anew', async () => {
    const sealer = log.createSealer();
    await log.write(5);
    await log.sealAll(sealer);
    await log.write(4);
    // As if another PostgreSQL had given out the ids of all that is there.
    await log.asSuperuser(`
      update audit_records set xid = (xid::text::bigint + 1000000)::text::xid8;
      update audit_sealing set last_xid = (last_xid::text::bigint + 1000000)::text::xid8`);
    await log.write(3);
    await log.sealAll(sealer, 13);
    await log.write(2);
    await log.sealAll(sealer, 15);
    expect(await log.expectWhole()).toBe(15);
    expect(await log.store.sealing.unsealed()).toMatchObject({ records: 0 });
  });

  it('passes over what is sealed when ids come by once more that a restored record has', async () => {
    const sealer = log.createSealer();
    await log.write(5);
    await log.sealAll(sealer);
    await log.asSuperuser(
      `update audit_sealing set last_xid = '3', last_seq = 0`,
    );
    await log.write(2);
    await log.sealAll(sealer, 8);
    expect(await log.expectWhole()).toBe(8);
  });

  it('looks back for what was written while nobody sealed and ids went back', async () => {
    await log.write(5);
    await log.sealAll();
    await log.write(2);
    await log.asSuperuser(
      `update audit_sealing set last_xid = pg_current_xact_id(), last_seq = 1000`,
    );
    await log.write(1);
    const sealer = log.createSealer();
    await sealer.lookBack();
    await log.sealAll(sealer, 9);
    expect(await log.expectWhole()).toBe(9);
  });

  it('signs with all keys, and records that they changed before the first checkpoint of the new ones', async () => {
    const next = newSigner();
    await log.write(2);
    await log.sealAll();
    await log.write(1);
    const both = log.createSealer({
      signers: [log.signer, next],
      takeOverAfter: 0,
    });
    await log.sealAll(both);
    await log.write(1);
    const alone = log.createSealer({ signers: [next], takeOverAfter: 0 });
    await log.sealAll(alone);
    const keys = [log.signer.verifierKey, next.verifierKey];
    await log.expectWhole(keys);
    const changes = await knex('audit_records')
      .where({ action: 'audit.rotateKeys' })
      .orderBy('seq');
    expect(
      changes.map(({ canonical }) => JSON.parse(canonical).parameters),
    ).toEqual([
      { added: [keys[0]], removed: [] },
      { added: [keys[1]], removed: [] },
      { added: [], removed: [keys[0]] },
    ]);
    expect((await log.store.sealing.state()).keys).toEqual([keys[1]]);
  });

  it('leaves sealing to whoever has the keys of the newest checkpoint, as long as they do it', async () => {
    await log.write(1);
    await log.sealAll();
    await log.write(1);
    const other = log.createSealer({ signers: [newSigner()] });
    await log.settled();
    expect(await other.pass()).toMatchObject({ sealed: 0 });
    await log.sealAll(log.createSealer(), 3);
  });

  it.each([
    [
      'where it stands was changed',
      `update audit_sealing set frontier = '["${Buffer.alloc(32, 7).toString(
        'base64',
      )}", "${Buffer.alloc(32, 8).toString('base64')}"]'`,
    ],
    [
      'its last checkpoint is gone',
      'delete from audit_checkpoints where size = (select max(size) from audit_checkpoints)',
    ],
    [
      'its last checkpoint was changed',
      `update audit_checkpoints set note = replace(note, E'\\n3\\n', E'\\n4\\n')`,
    ],
    [
      'it was made to go back',
      `update audit_sealing set size = 2, frontier = jsonb_build_array(frontier -> 0)`,
    ],
  ])('refuses to go on when %s, and requests go on', async (_, sql) => {
    await log.write(2);
    await log.sealAll();
    await log.asSuperuser(sql);
    await log.write(1);
    await log.settled();
    await expect(log.createSealer().pass()).rejects.toThrow(
      'The log is not as it was signed',
    );
    await log.write(1);
    expect(await log.store.sealing.unsealed()).toMatchObject({ records: 2 });
  });

  it('writes what finds the records, and how many there are of an hour', async () => {
    await log.write(3);
    await log.sealAll();
    expect(await knex('audit_terms').where({ term: 'harbor-1' })).toHaveLength(
      3,
    );
    expect(
      await knex('audit_hours').where({ action: 'environment.create' }),
    ).toMatchObject([{ outcome: 'pending', records: '3' }]);
  });
});

/** A pool of one connection that breaks right before a statement, as when a process is killed. */
function connectOnce(like: Knex, fatal: number) {
  const { connection } = like.client.config;
  let current: { connection: { stream: { destroy(): void } } };
  const knex = createKnex({
    client: 'pg',
    connection: { ...connection, password: connection.password },
    pool: {
      min: 0,
      max: 1,
      afterCreate(
        made: typeof current,
        done: (error: unknown, it: unknown) => void,
      ) {
        current = made;
        done(undefined, made);
      },
    },
  });
  let count = Number.NEGATIVE_INFINITY;
  knex.on('query', () => {
    count += 1;
    if (count === fatal) current.connection.stream.destroy();
  });
  return {
    knex,
    arm() {
      count = 0;
    },
  };
}
