import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { verifyTlogProof } from '@sandlot/plugin-environments-common';
import { frontierAt, verifyExport } from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import {
  TEST_ORIGIN,
  TestLog,
  createTestLog,
  testEvent,
} from '../../testing/createTestLog';
import { SealedPages } from '../export/SealedPages';
import { writeRun } from '../export/writeExport';
import { FileWitness } from '../witnesses/FileWitness';
import { WitnessDriver } from '../witnesses/WitnessDriver';
import { proveRecord } from './proveRecord';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const ROUNDS = 6;
const ROUND = 50;
/** And the record of the key. */
const SIZE = BigInt(ROUNDS * ROUND + 1);

/** What a superuser of the database may do; each goes on from a log that is whole. */
const EDIT = `update audit_records set canonical =
  convert_to(replace(convert_from(canonical, 'UTF8'), 'harbor-1', 'harbor-2'), 'UTF8')
  where seq = (select seq from audit_seals where index = 117)`;
const DIGEST = `update audit_records set digest = sha256(canonical)`;
const LEAF = `update audit_seals s set leaf = sha256('\\x00'::bytea || r.canonical)
  from audit_records r where r.seq = s.seq`;
const SWAP = `
  update audit_seals set index = -1 where index = 117;
  update audit_seals set index = 117 where index = 118;
  update audit_seals set index = 118 where index = -1`;
const SHIFT = `
  update audit_seals set index = -index - 2 where index >= 117;
  update audit_seals set index = -index - 1 where index < 0;
  insert into audit_records overriding system value
    select 999999, xid, gen_random_uuid(), recorded_at, correlation_id, environment_id,
      operation_id, stage, outcome, action, cluster, namespace, template_ref, canonical, digest
    from audit_records where seq = (select seq from audit_seals where index = 120);
  insert into audit_seals select 117, 999999, sha256('\\x00'::bytea || canonical)
    from audit_records where seq = 999999`;

describe('a log that the superuser of its database has changed', () => {
  let knex: Knex;
  let log: TestLog;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    log = await createTestLog(knex);
    await knex.raw(
      'alter table audit_seals drop constraint audit_seals_index_check',
    );
  });
  beforeEach(async () => {
    await log.empty();
    for (let round = 0; round < ROUNDS; round += 1) {
      await log.store.transaction(tx =>
        tx.record(...Array.from({ length: ROUND }, () => testEvent())),
      );
      await log.sealAll();
    }
  });
  afterAll(() => log.store.jobs.stop());

  const verify = async (to?: bigint) => {
    const newest = await log.store.checkpoints.newest();
    const run = writeRun(
      {
        ...log.store,
        origin: TEST_ORIGIN,
        keys: [log.signer.verifierKey],
        pages: new SealedPages(knex),
      },
      { from: 0n, to: to ?? newest!.size },
    );
    return verifyExport(run, { keys: [log.signer.verifierKey] });
  };

  it('is found whole before', async () => {
    const verdict = await verify();
    expect(verdict.problems).toEqual([]);
    expect(verdict).toMatchObject({ records: Number(SIZE), size: SIZE });
  });

  it.each([
    ['a record was edited', EDIT, 'changed', 117n],
    [
      'a record was edited with its digest',
      `${EDIT}; ${DIGEST}`,
      'changed',
      117n,
    ],
    [
      'a record was deleted',
      'delete from audit_records where seq = (select seq from audit_seals where index = 117)',
      'gap',
      117n,
    ],
    [
      'a record was deleted with its seal',
      `delete from audit_records where seq = (select seq from audit_seals where index = 117);
       delete from audit_seals where index = 117`,
      'gap',
      117n,
    ],
    [
      'the newest records were deleted',
      'delete from audit_records where seq in (select seq from audit_seals where index >= 251)',
      'gap',
      251n,
    ],
    ['all records were deleted', 'truncate audit_records cascade', 'gap', 0n],
  ])('is found out where %s, by its index', async (_, sql, code, index) => {
    await log.asSuperuser(sql);
    const [first] = (await verify(SIZE)).problems;
    expect(first).toMatchObject({ code, index });
  });

  it.each([
    ['two records changed places', SWAP],
    [
      'a record was edited with all that is kept of it',
      `${EDIT}; ${DIGEST}; ${LEAF}`,
    ],
    ['a record was put in between', SHIFT],
  ])('is found out where %s, between two checkpoints', async (_, sql) => {
    await log.asSuperuser(sql);
    const { problems } = await verify(SIZE);
    expect(problems[0]).toMatchObject({
      code: 'tree',
      span: { from: 101n, to: 151n },
    });
  });

  it('is found out where a checkpoint was made of another tree', async () => {
    await log.asSuperuser(
      `update audit_checkpoints set note = replace(note, E'\\n101\\n', E'\\n100\\n') where size = 101`,
    );
    const { problems } = await verify(SIZE);
    expect(problems.map(({ code }) => code)).toContain('signature');
  });

  it('gives no proof that holds where the tree itself was changed', async () => {
    await log.asSuperuser(
      `update audit_nodes set hash = sha256(hash) where level = 8 and index = 0`,
    );
    const { event_id } = await knex('audit_records')
      .where({ seq: knex('audit_seals').select('seq').where({ index: '290' }) })
      .first();
    const record = await log.store.sealedRecords.get(event_id);
    const proof = await proveRecord(record!, log.store);
    await expect(
      verifyTlogProof(proof!, [log.signer.verifierKey]),
    ).rejects.toThrow('does not stand at index 290');
  });

  it('is whole by itself where an older backup was restored, and its witness knows better', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'sandlot-')), 'log');
    const driver = () =>
      new WitnessDriver({
        knex,
        witness: new FileWitness({ name: 'file', path }),
        logger: mockServices.logger.mock(),
      });
    await driver().run();
    // What a backup from before the last three rounds has.
    const { frontier } = await frontierOf(151);
    await log.asSuperuser(`
      delete from audit_records where seq in (select seq from audit_seals where index >= 151);
      delete from audit_seals where index >= 151;
      delete from audit_nodes;
      delete from audit_cosignatures;
      delete from audit_checkpoints where size > 151;
      update audit_sealing set size = 151, frontier = '${JSON.stringify(
        frontier,
      )}'`);
    expect((await verify()).problems).toEqual([]);
    const restored = driver();
    await restored.run();
    expect((await restored.status()).problem).toMatch(
      `It keeps a tree of ${SIZE} records, and the database has one of 151`,
    );
    await log.write(2);
    await log.sealAll(log.createSealer(), 153);
    expect((await verify()).problems).toEqual([]);
    const later = driver();
    await later.run();
    expect((await later.status()).problem).toMatch('older backup was restored');
  });

  async function frontierOf(size: number): Promise<{ frontier: string[] }> {
    const hashes = await frontierAt(BigInt(size), log.store.tree);
    return { frontier: hashes.map(hash => hash.toString('base64')) };
  }
});
