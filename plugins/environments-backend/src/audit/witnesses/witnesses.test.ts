import { mkdtemp, readFile, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import {
  parseNote,
  parseVerifierKey,
  verifyNote,
} from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { TestLog, createTestLog } from '../../testing/createTestLog';
import {
  TEST_CREDENTIALS,
  startTestObjectStore,
} from '../../testing/startTestObjectStore';
import { startTestWitness } from '../../testing/startTestWitness';
import { FileWitness } from './FileWitness';
import { HttpWitness } from './HttpWitness';
import { ObjectStoreWitness } from './ObjectStoreWitness';
import { Witness } from './Witness';
import { WitnessDriver } from './WitnessDriver';
import { until } from '../../testing/until';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('witnesses', () => {
  let knex: Knex;
  let log: TestLog;
  const stops: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    log = await createTestLog(knex);
  });
  beforeEach(() => log.empty());
  afterEach(async () => {
    await Promise.all(stops.splice(0).map(stop => stop()));
  });
  afterAll(() => log.store.jobs.stop());

  const driverOf = (witness: Witness) =>
    new WitnessDriver({ knex, witness, logger: mockServices.logger.mock() });

  async function grow(records: number): Promise<void> {
    await log.write(records);
    await log.sealAll();
  }

  async function newFile(): Promise<{ path: string; witness: Witness }> {
    const path = join(await mkdtemp(join(tmpdir(), 'sandlot-')), 'log');
    return { path, witness: new FileWitness({ name: 'file', path }) };
  }

  async function newStore() {
    const server = await startTestObjectStore('log');
    stops.push(server.stop);
    const witness = new ObjectStoreWitness({
      name: 'store',
      endpoint: server.url,
      bucket: 'log',
      prefix: 'checkpoints/',
      region: 'test-1',
      retainDays: 30,
      ...TEST_CREDENTIALS,
    });
    return { server, witness };
  }

  async function newHttp() {
    const server = await startTestWitness(log.signer.verifierKey);
    stops.push(server.stop);
    const { url, publicKey } = server;
    const witness = new HttpWitness({ name: 'http', url, publicKey });
    return { server, witness };
  }

  const kinds: [Witness['kind'], () => Promise<{ witness: Witness }>][] = [
    ['file', newFile],
    ['objectStore', newStore],
    ['http', newHttp],
  ];

  describe.each(kinds)('of the kind %s', (kind, create) => {
    it('takes each newest checkpoint, and the log knows which', async () => {
      const { witness } = await create();
      const driver = driverOf(witness);
      await grow(3);
      expect(await driver.status()).toEqual({
        name: kind === 'objectStore' ? 'store' : kind,
        kind,
        isBehind: false,
      });
      await driver.run();
      expect(await driver.status()).toMatchObject({ size: '4' });
      await grow(300);
      await grow(1);
      await driver.run();
      expect(await driver.status()).toMatchObject({
        size: '305',
        isBehind: false,
      });
      const [newest] = await log.store.checkpoints.list(1);
      expect(newest.cosignatures).toMatchObject([{ witness: witness.name }]);
      expect(
        await knex('audit_cosignatures').orderBy('size').pluck('size'),
      ).toEqual(['4', '305']);
    });

    it('notices that an older backup was restored, at once and when the log has grown past it', async () => {
      const { witness } = await create();
      await grow(2);
      await driverOf(witness).run();
      const backup = await dump();
      await grow(5);
      await driverOf(witness).run();
      await restore(backup);

      const restarted = driverOf(witness);
      await restarted.run();
      expect((await restarted.status()).problem).toMatch(
        'It keeps a tree of 8 records, and the database has one of 3',
      );
      await grow(9);
      const later = driverOf(witness);
      await later.run();
      expect((await later.status()).problem).toMatch(
        /older backup was restored/,
      );
      expect(await later.status()).toMatchObject({ size: '3' });
    });

    it('refuses a tree whose beginning was rewritten by whoever has database and key', async () => {
      const { witness } = await create();
      await grow(5);
      await driverOf(witness).run();
      await log.empty();
      await grow(9);
      const driver = driverOf(witness);
      await driver.run();
      expect((await driver.status()).problem).toMatch(/were changed since/);
      expect(await knex('audit_cosignatures')).toHaveLength(0);
    });

    it('is given a checkpoint by one backend at a time, and needs it once', async () => {
      const { witness } = await create();
      await grow(3);
      const drivers = [witness, witness, witness].map(driverOf);
      await Promise.all(drivers.map(driver => driver.run()));
      await drivers[0].run();
      expect(await knex('audit_cosignatures')).toHaveLength(1);
      expect(await drivers[0].status()).toMatchObject({ size: '4' });
      expect((await drivers[0].status()).problem).toBeUndefined();
    });
  });

  it('keep the cosignature, and hand it out with the checkpoint', async () => {
    const { server, witness } = await newHttp();
    await grow(3);
    await driverOf(witness).run();
    const newest = await log.store.checkpoints.newest();
    const [signature] = await verifyNote(parseNote(newest!.note), [
      await parseVerifierKey(server.publicKey),
    ]);
    expect(signature.time).toBeInstanceOf(Date);
  });

  it('that are away are tried again, and sealing does not wait for them', async () => {
    const { server, witness } = await newHttp();
    const driver = driverOf(witness);
    server.beAway(true);
    await grow(2);
    await driver.run();
    expect((await driver.status()).problem).toMatch('It answered 503');
    await grow(2);
    server.beAway(false);
    await until(async () => {
      await driver.run();
      return (await driver.status()).size === '5';
    });
    expect((await driver.status()).problem).toBeUndefined();
  });

  it('whose cosignature is of another key say nothing', async () => {
    const { server } = await newHttp();
    const other = await newHttp();
    const driver = driverOf(
      new HttpWitness({
        name: 'http',
        url: server.url,
        publicKey: other.server.publicKey,
      }),
    );
    await grow(2);
    await driver.run();
    expect((await driver.status()).problem).toMatch(
      /signature of witness.test\/one is not|without a cosignature of the key/,
    );
    expect(await knex('audit_cosignatures')).toHaveLength(0);
  });

  it('that are files are only added to, even after a note of which the end is missing', async () => {
    const { path, witness } = await newFile();
    await grow(2);
    await driverOf(witness).run();
    const whole = await readFile(path, 'utf8');
    await grow(2);
    await driverOf(witness).run();
    const both = await readFile(path, 'utf8');
    expect(both.startsWith(whole)).toBe(true);
    await truncate(path, both.length - 30);
    const cut = await readFile(path, 'utf8');
    await driverOf(witness).run();
    const healed = await readFile(path, 'utf8');
    expect(healed.startsWith(cut)).toBe(true);
    expect(healed.endsWith(both.slice(whole.length))).toBe(true);
  });

  it('that are object stores lock what they keep, and replace nothing', async () => {
    const { server, witness } = await newStore();
    await grow(2);
    await driverOf(witness).run();
    const [[key, object]] = [...server.objects];
    expect(key).toBe('checkpoints/00000000000000000003');
    expect(object.body).toBe((await log.store.checkpoints.newest())!.note);
    const days =
      (Date.parse(object.retainUntil!) - Date.now()) / (24 * 60 * 60 * 1000);
    expect(Math.round(days)).toBe(30);
    await grow(2);
    await grow(2);
    server.objects.set('checkpoints/00000000000000000005', { body: '' });
    server.objects.set('checkpoints/00000000000000000007', object);
    const driver = driverOf(witness);
    await driver.run();
    expect((await driver.status()).problem).toMatch(
      '00000000000000000007 holds a checkpoint of 3 records',
    );
    expect(server.objects.get('checkpoints/00000000000000000007')).toBe(object);
  });

  /** What a backup has of the log. */
  async function dump() {
    const tables = await auditTables();
    const rows = await Promise.all(
      tables.map(async table => [
        table,
        (
          await knex.raw(
            `select coalesce(jsonb_agg(t), '[]')::text as rows from ${table} t`,
          )
        ).rows[0].rows,
      ]),
    );
    return rows as [string, string][];
  }

  async function restore(backup: [string, string][]): Promise<void> {
    await knex.transaction(async trx => {
      await trx.raw('set local session_replication_role = replica');
      for (const [table, rows] of backup) {
        await trx.raw(`truncate ${table} cascade`);
        await trx.raw(
          `insert into ${table} overriding system value
           select * from jsonb_populate_recordset(null::${table}, ?)`,
          [rows],
        );
      }
    });
  }

  async function auditTables(): Promise<string[]> {
    const { rows } = await knex.raw(
      `select tablename from pg_tables where schemaname = 'public' and tablename ~ '^audit_(records|seals|nodes|checkpoints|cosignatures|sealing)$'`,
    );
    return rows.map(({ tablename }: { tablename: string }) => tablename);
  }

  it('know a file that is no log of checkpoints as an empty one', async () => {
    const { path, witness } = await newFile();
    await writeFile(path, 'something else\n');
    await grow(1);
    const driver = driverOf(witness);
    await driver.run();
    expect((await driver.status()).problem).toBeUndefined();
    expect(await readFile(path, 'utf8')).toMatch(/^something else\n/);
  });
});
