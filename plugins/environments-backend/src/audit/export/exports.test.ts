import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  TestDatabases,
  mockCredentials,
  mockServices,
} from '@backstage/backend-test-utils';
import {
  Ed25519Signer,
  generateSigningKey,
  verifyExport,
} from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { Store } from '../../database/Store';
import {
  Person,
  TestPortal,
  startTestPortal,
} from '../../testing/startTestPortal';
import { Authorizer } from '../../service/Authorizer';
import { AuditEvent } from '../AuditEvent';
import { AuditExports } from './AuditExports';
import { allSealed } from '../../testing/allSealed';
import { until } from '../../testing/until';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const ORIGIN = 'exports.test/audit';
const DAY = 86_400_000;
const BEGINNING = Date.UTC(2026, 0, 1);
const COUNT = 1500;

/** Ten days of records, the second half of them by Milo, who once wrote a formula. */
function makeEvents(): AuditEvent[] {
  return Array.from({ length: COUNT }, (_, n) => ({
    action: 'environment.create',
    stage: 'succeeded',
    time: new Date(BEGINNING + (n * 10 * DAY) / COUNT).toISOString(),
    correlationId: uuidv7(),
    actor: {
      ref: n < COUNT / 2 ? 'user:default/dana' : 'user:default/milo',
      kind: 'user',
      groups: ['group:default/team-harbor'],
      authMethod: 'user',
    },
    target: { cluster: 'twin', namespace: `sbx-${n}` },
    reason: n === 800 ? '=HYPERLINK("http://example.com")' : undefined,
  }));
}

describe('exports', () => {
  let knex: Knex;
  let portal: TestPortal;
  let store: Store;
  let directory: string;
  let key: string;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    directory = await mkdtemp(join(tmpdir(), 'exports-'));
    const keyFile = join(directory, 'key.pem');
    const { pem } = generateSigningKey();
    await writeFile(keyFile, pem);
    key = Ed25519Signer.fromPem({ name: ORIGIN, pem }).verifierKey;
    portal = await startTestPortal({
      knex,
      clusters: [{ name: 'twin', inMemory: true }],
      templates: [],
      config: { audit: { origin: ORIGIN, signing: { keyFiles: [keyFile] } } },
    });
    store = await Store.create(
      mockServices.database({ knex }),
      mockServices.logger.mock(),
    );
    const events = makeEvents();
    // In pieces, so that there are checkpoints in between.
    for (let at = 0; at < COUNT; at += 300) {
      await store.transaction(tx => tx.record(...events.slice(at, at + 300)));
      await allSealed(knex, portal);
    }
  });
  afterAll(async () => {
    await portal.stop();
    await store.jobs.stop();
    await rm(directory, { recursive: true });
  });

  async function download(
    query: Record<string, string>,
    person: Person = 'ada',
  ) {
    const response = await portal.fetchAs(
      person,
      `/audit/export?${new URLSearchParams(query)}`,
    );
    return { response, text: await response.text() };
  }

  function linesOf(text: string): any[] {
    return text
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
  }

  it('gives out the whole log, which verifies with the key of the log', async () => {
    const { response, text } = await download({});
    expect(response.headers.get('content-type')).toMatch(
      'application/x-ndjson',
    );
    expect(response.headers.get('content-disposition')).toMatch(
      /attachment; filename="sandlot-audit-[0-9-]+\.audit\.ndjson"/,
    );
    const verdict = await verifyExport([text], { keys: [key] });
    expect(verdict).toMatchObject({
      problems: [],
      from: 0n,
      isFiltered: false,
      signedBy: [key],
    });
    expect(verdict.records).toBeGreaterThanOrEqual(COUNT);
    expect(verdict.checkpoints).toBeGreaterThan(4);
    expect(verdict.size).toBe(BigInt(verdict.records));
    expect(text).toContain('user:default/dana');
  });

  it('gives out a run of the tree for a time, from the middle', async () => {
    const from = new Date(BEGINNING + 4 * DAY).toISOString();
    const to = new Date(BEGINNING + 5 * DAY).toISOString();
    const { text } = await download({ from, to });
    const verdict = await verifyExport([text], { keys: [key] });
    expect(verdict.problems).toEqual([]);
    expect(verdict.from).toBeGreaterThan(0n);
    const times = linesOf(text).flatMap(line =>
      line.type === 'record' ? line.record.time : [],
    );
    const wanted = makeEvents().filter(
      ({ time }) => time! >= from && time! < to,
    );
    expect(times).toEqual(
      expect.arrayContaining(wanted.map(({ time }) => time)),
    );
  });

  it('says that there is nothing in a time without records', async () => {
    const { text } = await download({ to: '2020-01-01T00:00:00Z' });
    await expect(verifyExport([text], { keys: [key] })).resolves.toMatchObject({
      problems: [],
      records: 0,
    });
  });

  it('proves each record of a filter, oldest first', async () => {
    const { text } = await download({ actor: 'user:default/milo' });
    const verdict = await verifyExport([text], { keys: [key] });
    expect(verdict).toMatchObject({
      problems: [],
      isFiltered: true,
      records: COUNT / 2,
    });
    const indexes = linesOf(text).flatMap(line =>
      line.type === 'record' ? Number(line.index) : [],
    );
    expect(indexes).toEqual([...indexes].sort((one, other) => one - other));
  });

  it('is told apart from one of which a byte was changed', async () => {
    const { text } = await download({});
    const changed = text.replace('sbx-700', 'sbx-701');
    const { problems } = await verifyExport([changed], { keys: [key] });
    expect(problems[0]).toMatchObject({ code: 'changed' });
    const line = linesOf(text).find(
      one =>
        one.type === 'record' && JSON.stringify(one.record).includes('sbx-700'),
    );
    expect(`${problems[0].index}`).toBe((line as { index: string }).index);
  });

  it('gives out CSV that no spreadsheet runs', async () => {
    const { response, text } = await download({
      format: 'csv',
      actor: 'user:default/milo',
    });
    expect(response.headers.get('content-type')).toMatch('text/csv');
    expect(text.trimEnd().split('\r\n')).toHaveLength(COUNT / 2 + 1);
    expect(text).toContain(`"'=HYPERLINK(""http://example.com"")"`);
  });

  it('gives out events of OCSF', async () => {
    const { text } = await download({ format: 'ocsf', namespace: 'sbx-3' });
    const [event, ...others] = linesOf(text) as unknown[];
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      class_uid: 6003,
      actor: { user: { uid: 'user:default/dana' } },
    });
  });

  it('records who exports what before, and how it ended', async () => {
    await download({ format: 'csv', namespace: 'sbx-4' });
    const ended = await until(async () => {
      const { items } = await portal
        .as('ada')
        .listAuditRecords({ action: 'audit.export', limit: 2 });
      return items[0].stage === 'authorized' ? undefined : items;
    });
    expect(ended).toMatchObject([
      {
        stage: 'succeeded',
        parameters: {
          format: 'csv',
          namespace: 'sbx-4',
          bytes: expect.any(Number),
        },
      },
      {
        stage: 'authorized',
        actor: { ref: 'user:default/ada' },
        authorization: { decision: 'ALLOW' },
        parameters: { format: 'csv', namespace: 'sbx-4' },
      },
    ]);
  });

  it('is for who may read the log', async () => {
    const { response, text } = await download({}, 'dana');
    expect(response.status).toBe(403);
    expect(text).toMatch('You may not read the audit log');
    const { items } = await portal
      .as('ada')
      .listAuditRecords({ action: 'audit.export', outcome: 'denied' });
    expect(items).toMatchObject([{ actor: { ref: 'user:default/dana' } }]);
  });

  it('says in the log that whoever read it broke off', async () => {
    const exports = new AuditExports({
      store,
      keys: { origin: ORIGIN, signers: [] },
      witnessKeys: [],
      authorizer: {
        decideBasic: async () => ({
          permission: 'environments.audit.read',
          decision: 'ALLOW',
          basis: 'In this test',
        }),
      } as Partial<Authorizer> as Authorizer,
    });
    const correlationId = uuidv7();
    const { text } = await exports.export(
      {
        credentials: mockCredentials.user('user:default/olu'),
        actor: {
          ref: 'user:default/olu',
          kind: 'user',
          groups: [],
          authMethod: 'user',
        },
        ownership: [],
        source: {},
        correlationId,
      },
      {},
    );
    await text.next();
    await text.return(undefined);
    await expect(
      store.audit.list({ correlation: correlationId, limit: 5 }),
    ).resolves.toMatchObject([
      { stage: 'failed', reason: 'Whoever read it broke off' },
      { stage: 'authorized' },
    ]);
  });
});
