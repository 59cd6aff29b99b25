import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import {
  parseNote,
  parseTlogProof,
  verifyTlogProof,
} from '@sandlot/plugin-environments-common';
import {
  Ed25519Signer,
  generateSigningKey,
} from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { TEST_ORIGIN } from '../../testing/createTestLog';
import { TestPortal, startTestPortal } from '../../testing/startTestPortal';
import { startTestWitness } from '../../testing/startTestWitness';
import { until } from '../../testing/until';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const clusters = [{ name: 'twin', inMemory: true }];

/** What the API says when it refuses. */
async function refusalOf(asked: Promise<unknown>): Promise<string> {
  return asked.then(
    () => {
      throw new Error('It was answered');
    },
    ({ cause }) => cause.message,
  );
}

describe('proofs over HTTP', () => {
  let knex: Knex;
  let portal: TestPortal;
  let witness: Awaited<ReturnType<typeof startTestWitness>>;
  let key: string;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    const { pem } = generateSigningKey();
    const keyFile = join(await mkdtemp(join(tmpdir(), 'sandlot-')), 'key.pem');
    await writeFile(keyFile, pem);
    key = Ed25519Signer.fromPem({ name: TEST_ORIGIN, pem }).verifierKey;
    witness = await startTestWitness(key);
    portal = await startTestPortal({
      knex,
      clusters,
      config: {
        audit: {
          origin: TEST_ORIGIN,
          signing: { keyFiles: [keyFile] },
          witnesses: [
            {
              kind: 'http',
              name: 'outside',
              url: witness.url,
              publicKey: witness.publicKey,
            },
          ],
        },
      },
    });
  });
  afterAll(async () => {
    await portal.stop();
    await witness.stop();
  });

  /** Asks until there is an answer: a record is sealed a moment after it is written. */
  async function sealed(ask: () => Promise<string>): Promise<string> {
    return until(() =>
      ask().catch(error => {
        if (/is not sealed yet/.test(error.cause?.message)) return undefined;
        throw error;
      }),
    );
  }

  async function makeEnvironment(name: string): Promise<string> {
    const dana = portal.as('dana');
    const { ref, revision } = await dana.getTemplate({
      namespace: 'default',
      name: 'team-sandbox',
    });
    const { environment, operation } = await dana.createEnvironment(
      {
        template: ref,
        revision,
        name,
        owner: 'group:default/team-harbor',
        parameters: {},
      },
      `key-of-${name}`,
    );
    await portal.finished(operation.id);
    return environment.id;
  }

  it('prove a record with the key alone, and its witness when it has signed', async () => {
    const id = await makeEnvironment('proven');
    const ada = portal.as('ada');
    const { items } = await ada.listAuditRecords({ environment: id });
    const [record] = items;
    await sealed(() => ada.getAuditProof(record.eventId));
    let verified;
    do {
      const proof = await ada.getAuditProof(record.eventId);
      verified = await verifyTlogProof(proof, [key, witness.publicKey]);
    } while (verified.witnessedBy.length === 0);
    expect(verified).toMatchObject({
      origin: TEST_ORIGIN,
      signedBy: [key],
      witnessedBy: [{ name: 'witness.test/one' }],
    });
    const { canonical } = await ada.getAuditRecord(record.eventId);
    expect(Buffer.from(verified.record).toString()).toBe(canonical);
  });

  it('give whoever may see an environment the receipts of its creation and its deletion', async () => {
    const id = await makeEnvironment('received');
    const dana = portal.as('dana');
    expect(await refusalOf(dana.getEnvironmentReceipt(id, 'deletion'))).toMatch(
      'There is no record that the deletion',
    );
    const { operation } = await dana.deleteEnvironment(id);
    await portal.finished(operation.id);
    for (const [receipt, action] of [
      ['creation', 'environment.create'],
      ['deletion', 'environment.delete'],
    ] as const) {
      const proof = await sealed(() => dana.getEnvironmentReceipt(id, receipt));
      const { record } = await verifyTlogProof(proof, [key]);
      expect(JSON.parse(Buffer.from(record).toString())).toMatchObject({
        action,
        stage: 'succeeded',
        environmentId: id,
      });
    }
    expect(
      await refusalOf(portal.as('milo').getEnvironmentReceipt(id, 'creation')),
    ).toMatch('There is no environment');
  });

  it('are for auditors, and that they were asked for is recorded', async () => {
    const id = await makeEnvironment('refused');
    const { items } = await portal
      .as('ada')
      .listAuditRecords({ environment: id });
    const dana = portal.as('dana');
    for (const ask of [
      () => dana.getAuditProof(items[0].eventId),
      () => dana.getAuditLog(),
      () => dana.listAuditCheckpoints(),
    ]) {
      expect(await refusalOf(ask())).toBe('You may not read the audit log');
    }
    const reads = await portal
      .as('ada')
      .listAuditRecords({ action: 'audit.read', limit: 10 });
    expect(
      reads.items.filter(({ outcome }) => outcome === 'denied'),
    ).toHaveLength(3);
    expect(reads.items.map(({ parameters }) => parameters)).toEqual(
      expect.arrayContaining([{ proof: items[0].eventId }, { log: true }]),
    );
  });

  it('say how the log stands, and page through its checkpoints', async () => {
    const ada = portal.as('ada');
    const log = await until(async () => {
      const seen = await ada.getAuditLog();
      return seen.unsealed <= 2 && seen.witnesses[0].size !== undefined && seen;
    });
    expect(log).toMatchObject({
      origin: TEST_ORIGIN,
      keys: [key],
      isLagging: false,
      witnesses: [{ name: 'outside', kind: 'http', isBehind: false }],
    });
    expect(log.problem).toBeUndefined();
    expect(BigInt(log.checkpoint!.size)).toBe(BigInt(log.size));

    const sizes: bigint[] = [];
    let cursor: string | undefined;
    do {
      const page = await ada.listAuditCheckpoints({ cursor, limit: 1 });
      sizes.push(...page.items.map(({ size }) => BigInt(size)));
      page.items.forEach(({ note }) => parseNote(note));
      cursor = page.nextCursor;
    } while (cursor);
    expect(sizes).toEqual([...sizes].sort((a, b) => Number(b - a)));
    expect(new Set(sizes).size).toBe(sizes.length);
    expect(sizes.length).toBeGreaterThan(1);
  });

  it('are what the report of a period that still runs stands on', async () => {
    const ada = portal.as('ada');
    const hour = 3_600_000;
    const { integrity } = await ada.getAuditReport({
      from: new Date(Date.now() - hour).toISOString(),
      to: new Date(Date.now() + hour).toISOString(),
    });
    expect(integrity.statement).toMatch(/^This period is not over: it ends /);
    // What was written a moment ago waits for its witness; what was before does not.
    expect(integrity.statement).toMatch(
      /outside outside of the database has (this checkpoint|that of \d+ records)/,
    );
  });

  it('are refused for bytes that were changed in the database', async () => {
    const id = await makeEnvironment('changed');
    const ada = portal.as('ada');
    const { items } = await ada.listAuditRecords({ environment: id });
    const { eventId } = items[0];
    await sealed(() => ada.getAuditProof(eventId));
    await knex.transaction(async trx => {
      await trx.raw(`set local session_replication_role = replica;
        update audit_records set canonical = convert_to(replace(convert_from(canonical, 'UTF8'), 'team-sandbox', 'team-sandcastle'), 'UTF8')
        where event_id = '${eventId}'`);
    });
    const proof = await ada.getAuditProof(eventId);
    expect(Buffer.from(parseTlogProof(proof).extra!).toString()).toMatch(
      'team-sandcastle',
    );
    await expect(verifyTlogProof(proof, [key])).rejects.toThrow(
      'does not stand at index',
    );
  });

  it('leave the log to be looked at when its newest checkpoint was made unreadable', async () => {
    const ada = portal.as('ada');
    // Each look is a record, and sealed.
    await until(async () => {
      const { items } = await ada.listAuditCheckpoints({ limit: 2 });
      return items.length === 2;
    });
    await knex.transaction(async trx => {
      await trx.raw(`set local session_replication_role = replica;
        update audit_checkpoints set note = 'none' where size = (select max(size) from audit_checkpoints)`);
    });
    const log = await until(async () => {
      const seen = await ada.getAuditLog();
      return seen.problem !== undefined && seen;
    });
    expect(log.problem).toMatch(
      /^The log is not as it was signed, .* records can't be read: /,
    );
    expect(log.checkpoint!.note).toBe('none');
    const { items } = await ada.listAuditCheckpoints({ limit: 2 });
    expect(items[0].note).toBe('none');
    parseNote(items[1].note);
  });
});

describe('a portal without a key', () => {
  it('does everything else, and says that nothing is sealed', async () => {
    const knex = await databases.init('POSTGRES_18');
    const portal = await startTestPortal({ knex, clusters });
    const ada = portal.as('ada');
    const { items } = await ada.listAuditRecords();
    expect(items).toHaveLength(1);
    expect(await refusalOf(ada.getAuditProof(items[0].eventId))).toMatch(
      'is not sealed yet',
    );
    const log = await ada.getAuditLog();
    expect(log).toMatchObject({
      keys: [],
      size: '0',
      problem: expect.stringMatching('No key is configured'),
    });
    expect(log.unsealed).toBeGreaterThan(2);
    expect(log.lagSeconds).toBeGreaterThan(0);
    await portal.stop();
  });
});
