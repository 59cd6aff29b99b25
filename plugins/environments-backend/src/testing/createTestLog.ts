import { mockServices } from '@backstage/backend-test-utils';
import {
  Ed25519Signer,
  Frontier,
  generateSigningKey,
  hashLeaf,
} from '@sandlot/plugin-environments-node';
import {
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  verifyNote,
} from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { AuditEvent } from '../audit/AuditEvent';
import { Sealer } from '../audit/sealing/Sealer';
import { Store } from '../database/Store';
import { until } from './until';

export const TEST_ORIGIN = 'sandlot.test/audit';

export const newSigner = (origin = TEST_ORIGIN) =>
  Ed25519Signer.fromPem({ name: origin, pem: generateSigningKey().pem });

/** A record that somebody might write. */
export function testEvent(event: Partial<AuditEvent> = {}): AuditEvent {
  return {
    stage: 'requested',
    action: 'environment.create',
    correlationId: uuidv7(),
    actor: {
      ref: 'user:default/dana',
      kind: 'user',
      groups: ['group:default/team-harbor'],
      authMethod: 'test',
    },
    target: { name: 'harbor-1' },
    ...event,
  };
}

/** The log without a portal: a store, and sealers as many as one wants. */
export async function createTestLog(knex: Knex) {
  const store = await Store.create(
    mockServices.database({ knex }),
    mockServices.logger.mock(),
  );
  const signer = newSigner();
  const createSealer = (
    options: Partial<ConstructorParameters<typeof Sealer>[0]> = {},
  ) =>
    new Sealer({ store, origin: TEST_ORIGIN, signers: [signer], ...options });

  async function asSuperuser(sql: string): Promise<void> {
    await knex.transaction(async trx => {
      await trx.raw(`set local session_replication_role = replica; ${sql}`);
    });
  }

  return {
    store,
    signer,
    createSealer,

    /** Whom no trigger stops. */
    asSuperuser,

    /** An empty log, with a key for nobody's cursors. */
    async empty() {
      const { rows } = await knex.raw(
        `select string_agg(tablename, ', ') as tables from pg_tables
         where schemaname = 'public' and tablename like 'audit%' and tablename <> 'audit_sealing'`,
      );
      await asSuperuser(`
        truncate ${rows[0].tables} restart identity;
        update audit_sealing set size = 0, frontier = '[]', last_xid = '0', last_seq = 0, keys = '[]'`);
    },

    /** So many records, each in a transaction of its own. */
    async write(count: number) {
      for (let written = 0; written < count; written += 1) {
        await store.transaction(tx => tx.record(testEvent()));
      }
    },

    /** Until no transaction is open that began before; a pass finds all that was written. */
    async settled() {
      const { rows } = await knex.raw('select pg_current_xact_id() as id');
      await until(async () => {
        const { rows: now } = await knex.raw(
          'select pg_snapshot_xmin(pg_current_snapshot()) > ?::xid8 as is_past',
          [rows[0].id],
        );
        return now[0].is_past as boolean;
      });
    },

    /**
     * Until there are so many, or nothing is left: any transaction on the same
     * PostgreSQL, of whatever database, may hold a pass up for a moment.
     */
    async sealAll(sealer: Sealer = createSealer(), size?: number) {
      await until(async () => {
        await sealer.pass();
        return size === undefined
          ? (await store.sealing.unsealed()).records === 0
          : (await store.sealing.state()).size === BigInt(size);
      });
    },

    /** Makes the tree anew from the records, and compares every checkpoint with it. */
    async expectWhole(keys: string[] = [signer.verifierKey]) {
      const rows = await knex('audit_records as r')
        .leftJoin('audit_seals as s', 's.seq', 'r.seq')
        .select('s.index', 'r.canonical', 's.leaf')
        .orderByRaw('s.index nulls last');
      const checkpoints = await knex('audit_checkpoints').orderBy('size');
      const frontier = Frontier.create();
      const nodes: object[] = [];
      let next = 0;
      for (const [place, row] of rows.entries()) {
        expect(row.index).toBe(String(place));
        expect(row.leaf).toEqual(hashLeaf(row.canonical));
        nodes.push(...frontier.append(row.leaf));
        if (checkpoints[next]?.size === String(frontier.size)) {
          const note = parseNote(checkpoints[next].note);
          expect(parseCheckpoint(note.text)).toEqual({
            origin: TEST_ORIGIN,
            size: frontier.size,
            root: new Uint8Array(frontier.root()),
          });
          const known = await Promise.all(keys.map(parseVerifierKey));
          expect((await verifyNote(note, known)).length).toBeGreaterThan(0);
          next += 1;
        }
      }
      expect(next).toBe(checkpoints.length);
      expect(checkpoints.at(-1)?.size).toBe(String(rows.length));
      expect(
        await knex('audit_nodes')
          .select('level', 'index', 'hash')
          .orderBy(['level', 'index']),
      ).toEqual(
        nodes
          .map(node => node as { level: number; index: bigint; hash: Buffer })
          .map(node => ({ ...node, index: String(node.index) }))
          .sort((one, other) => one.level - other.level),
      );
      return rows.length;
    },
  };
}

export type TestLog = Awaited<ReturnType<typeof createTestLog>>;
