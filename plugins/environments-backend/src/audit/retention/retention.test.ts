import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { verifyTlogProof } from '@sandlot/plugin-environments-common';
import {
  Ed25519Signer,
  generateSigningKey,
  verifyExport,
} from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { Store } from '../../database/Store';
import { TestPortal, startTestPortal } from '../../testing/startTestPortal';
import { allSealed } from '../../testing/allSealed';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const ORIGIN = 'retention.test/audit';

describe('retention', () => {
  let knex: Knex;
  let store: Store;
  let portal: TestPortal;
  let directory: string;
  let archivePath: string;
  let key: string;
  const now = new Date();
  const monthsAgo = (count: number, day = 10) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - count, day));
  /** Two whole months are kept beside the one that goes on. */
  const keptFrom = monthsAgo(2, 1);

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    directory = await mkdtemp(join(tmpdir(), 'retention-'));
    archivePath = join(directory, 'archive');
    const keyFile = join(directory, 'key.pem');
    const { pem } = generateSigningKey();
    await writeFile(keyFile, pem);
    key = Ed25519Signer.fromPem({ name: ORIGIN, pem }).verifierKey;
    portal = await startTestPortal({
      knex,
      clusters: [{ name: 'twin', inMemory: true }],
      templates: [],
      config: {
        audit: {
          origin: ORIGIN,
          signing: { keyFiles: [keyFile] },
          retention: { months: 2, archivePath },
        },
      },
    });
    store = await Store.create(
      mockServices.database({ knex }),
      mockServices.logger.mock(),
    );
    await write(monthsAgo(4), 0);
    // The log began with the record of its key: as if that had been then.
    await knex.raw(`
      alter table audit_records disable trigger audit_records_append_only;
      update audit_records set recorded_at = '${monthsAgo(4).toISOString()}';
      alter table audit_records enable trigger audit_records_append_only;
    `);
    for (const months of [4, 3, 1]) await write(monthsAgo(months), 300);
  });
  afterAll(async () => {
    await portal.stop();
    await store.jobs.stop();
    await rm(directory, { recursive: true });
  });

  async function write(time: Date, count: number): Promise<void> {
    await store.transaction(tx =>
      tx.record(
        ...Array.from({ length: count }, (_, n) => ({
          action: 'environment.create' as const,
          stage: 'succeeded' as const,
          time: new Date(time.getTime() + n).toISOString(),
          correlationId: uuidv7(),
          actor: {
            ref: 'user:default/dana',
            kind: 'user' as const,
            groups: [],
            authMethod: 'user',
          },
          target: {},
        })),
      ),
    );
    await allSealed(knex, portal);
  }

  const countOf = async (table: string) =>
    Number((await knex(table).count({ count: '*' }))[0].count);

  const countBefore = async (time: Date) =>
    Number(
      (
        await knex('audit_records')
          .where('recorded_at', '<', time)
          .count({ count: '*' })
      )[0].count,
    );

  it('lets nothing be deleted that is in no verified archive', async () => {
    await expect(
      knex('audit_records').where('recorded_at', '<', keptFrom).delete(),
    ).rejects.toThrow('append-only: DELETE is refused');
  });

  it('archives whole months, verified, deletes them and keeps the tree', async () => {
    const seals = await countOf('audit_seals');
    await portal.runTask('environments-retention');
    await expect(countBefore(keptFrom)).resolves.toBe(0);
    await expect(countBefore(now)).resolves.toBeGreaterThanOrEqual(300);
    expect(await countOf('audit_seals')).toBeGreaterThanOrEqual(seals);

    const files = await readdir(archivePath);
    expect(files).toHaveLength(2);
    let records = 0;
    for (const file of files) {
      const text = await readFile(join(archivePath, file), 'utf8');
      const verdict = await verifyExport([text], { keys: [key] });
      expect(verdict.problems).toEqual([]);
      records += verdict.records;
    }
    expect(records).toBeGreaterThanOrEqual(600);

    const { archives } = await portal.as('ada').getAuditLog();
    expect(archives).toMatchObject([
      { month: monthsAgo(3).toISOString().slice(0, 7) },
      {
        month: monthsAgo(4).toISOString().slice(0, 7),
        toIndex: archives[0].fromIndex,
      },
    ]);
    const { items } = await portal
      .as('ada')
      .listAuditRecords({ action: 'audit.retire' });
    expect(items.map(({ parameters }) => parameters!.digest)).toEqual(
      archives.map(({ digest }) => digest),
    );
  });

  it('makes no faults for the check of the whole log, which looks at the tree that stays', async () => {
    const leaf = (sql: string) =>
      knex.raw(`
        alter table audit_seals disable trigger audit_seals_append_only;
        update audit_seals set leaf = ${sql} where index = 7;
        alter table audit_seals enable trigger audit_seals_append_only`);
    const check = async () => {
      await knex('audit_checks').delete();
      await portal.runTask('environments-log-check');
      return (await portal.as('ada').getAuditLog()).check;
    };
    const { last, ...clean } = await check();
    expect(clean).toMatchObject({ faultCount: 0, faults: [] });
    const [{ max }] = await knex('audit_archives').max('to_index');
    expect(Number(last!.records)).toBe(Number(last!.size) - Number(max));

    const before = await knex('audit_seals').where({ index: 7 }).first('leaf');
    await leaf('sha256(leaf)');
    expect((await check()).faults).toMatchObject([
      { kind: 'tree', fromIndex: '0' },
    ]);
    await leaf(`'\\x${before!.leaf.toString('hex')}'`);
    expect((await check()).faults).toEqual([]);
  });

  it('still proves what was recorded later', async () => {
    const [record] = (
      await portal.as('ada').listAuditRecords({ action: 'environment.create' })
    ).items;
    const proof = await portal.as('ada').getAuditProof(record.eventId);
    await expect(verifyTlogProof(proof, [key])).resolves.toMatchObject({
      index: BigInt(record.index!),
    });
  });

  it('exports what is left as a run that goes on from the archive', async () => {
    const response = await portal.fetchAs('ada', '/audit/export');
    const verdict = await verifyExport([await response.text()], {
      keys: [key],
    });
    const { archives } = await portal.as('ada').getAuditLog();
    expect(verdict).toMatchObject({
      problems: [],
      from: BigInt(archives[0].toIndex),
    });
  });

  it('goes on with a deletion that another backend did not live to finish', async () => {
    await write(monthsAgo(3), 20);
    const { rows } = await knex.raw(
      'select max(index) + 1 as end from audit_seals',
    );
    const last = await knex('audit_archives').max({ to: 'to_index' }).first();
    await knex('audit_archives').insert({
      month: '2001-01-01',
      from_index: last!.to,
      to_index: rows[0].end,
      digest: `sha256:${'0'.repeat(64)}`,
      place: 'elsewhere',
      verified_at: new Date(),
    });
    await portal.runTask('environments-retention');
    await expect(countBefore(keptFrom)).resolves.toBe(0);
  });
});
