import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { Server, createServer } from 'node:http';
import { AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { generateSigningKey } from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { Store } from '../../database/Store';
import { TestPortal, startTestPortal } from '../../testing/startTestPortal';
import { until } from '../../testing/until';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const SECRET = 'Bearer planted-sink-secret';

/** Takes batches of CloudEvents, as told. */
class Receiver {
  readonly batches: { id: string; data: { record: { index: string } } }[][] =
    [];
  readonly headers: Record<string, unknown>[] = [];
  /** What the next requests are answered with; 200 then. */
  readonly answers: ('cut' | number)[] = [];
  readonly server: Server;

  constructor() {
    this.server = createServer(async (req, res) => {
      let body = '';
      for await (const chunk of req) body += chunk;
      const answer = this.answers.shift() ?? 200;
      if (answer === 'cut' || answer === 200) {
        this.batches.push(JSON.parse(body));
        this.headers.push(req.headers);
      }
      if (answer === 'cut') {
        // It has them, and nobody is told.
        res.destroy();
        return;
      }
      if (answer === 302) res.setHeader('location', 'http://169.254.169.254/');
      res.statusCode = answer;
      res.end();
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>(done => this.server.listen(0, '127.0.0.1', done));
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/events`;
  }

  get indexes(): number[] {
    return this.batches.flat().map(({ data }) => Number(data.record.index));
  }
}

describe('sinks', () => {
  let knex: Knex;
  let store: Store;
  let portal: TestPortal;
  let other: TestPortal;
  let directory: string;
  let syslog: string;
  let filePath: string;
  const receiver = new Receiver();
  const syslogServer = createTcpServer(socket => {
    socket.on('data', data => {
      syslog += data;
    });
  });

  beforeAll(async () => {
    syslog = '';
    knex = await databases.init('POSTGRES_18');
    directory = await mkdtemp(join(tmpdir(), 'sinks-'));
    filePath = join(directory, 'records.ndjson');
    const keyFile = join(directory, 'key.pem');
    await writeFile(keyFile, generateSigningKey().pem);
    await new Promise<void>(done =>
      syslogServer.listen(0, '127.0.0.1', () => done()),
    );
    const config = {
      audit: {
        origin: 'sinks.test/audit',
        signing: { keyFiles: [keyFile] },
        parkSinksAfter: 2,
        sinks: [
          {
            id: 'siem',
            kind: 'http',
            url: await receiver.listen(),
            headers: { Authorization: SECRET },
          },
          { id: 'disk', kind: 'file', format: 'record', path: filePath },
          {
            id: 'syslog',
            kind: 'syslog',
            format: 'ocsf',
            transport: 'tcp',
            host: '127.0.0.1',
            port: (syslogServer.address() as AddressInfo).port,
          },
        ],
      },
    };
    const options = {
      knex,
      clusters: [{ name: 'twin', inMemory: true }],
      templates: [],
      config,
    };
    portal = await startTestPortal(options);
    other = await startTestPortal(options);
    store = await Store.create(
      mockServices.database({ knex }),
      mockServices.logger.mock(),
    );
  });
  afterAll(async () => {
    await portal.stop();
    await other.stop();
    await store.jobs.stop();
    await new Promise(done => receiver.server.close(done));
    await new Promise(done => syslogServer.close(done));
    await rm(directory, { recursive: true });
  });

  /** Writes records and waits until they are sealed; returns the size of the log. */
  async function grow(count: number): Promise<number> {
    await store.transaction(tx =>
      tx.record(
        ...Array.from({ length: count }, () => ({
          action: 'environment.access' as const,
          stage: 'observed' as const,
          correlationId: uuidv7(),
          actor: {
            ref: 'user:default/dana',
            kind: 'user' as const,
            groups: [],
            authMethod: 'user',
          },
          target: { namespace: 'sbx-\n<34>1 forged' },
        })),
      ),
    );
    return until(async () => {
      await portal.runTask('environments-sealing');
      const { rows } = await knex.raw(
        `select (select count(*) from audit_records)::int as records,
           coalesce((select max(size) from audit_checkpoints), 0)::int as size`,
      );
      return rows[0].size === rows[0].records ? rows[0].size : undefined;
    });
  }

  const stateOf = async (id: string) =>
    (await portal.as('ada').getAuditLog()).sinks.find(one => one.id === id)!;

  async function run(): Promise<void> {
    await Promise.all([
      portal.runTask('environments-sinks'),
      other.runTask('environments-sinks'),
    ]);
  }

  /** Both backends carry the sinks on until this one has all of the first `size` records. */
  async function reaches(id: string, size: number): Promise<void> {
    await until(async () => {
      await run();
      const row = await store.sinks.get(id);
      return row && row.nextIndex >= BigInt(size);
    });
  }

  it('gives all records to each sink, in order, once while nothing fails', async () => {
    const size = await grow(350);
    await reaches('siem', size);
    await reaches('disk', size);
    await reaches('syslog', size);
    expect(receiver.indexes.slice(0, size)).toEqual(
      Array.from({ length: size }, (_, n) => n),
    );
    expect(receiver.headers[0]).toMatchObject({
      authorization: SECRET,
      'content-type': 'application/cloudevents-batch+json',
    });
    expect(receiver.batches[0][0]).toMatchObject({
      specversion: '1.0',
      source: '//sinks.test/audit',
      type: expect.stringMatching(/^dev\.sandlot\./),
    });
    const lines = (await readFile(filePath, 'utf8')).trimEnd().split('\n');
    expect(
      lines.slice(0, size).map(line => Number(JSON.parse(line).record.index)),
    ).toEqual(Array.from({ length: size }, (_, n) => n));
  });

  it('frames syslog so that no record begins a message of its own', async () => {
    await until(() => syslog.includes('forged'));
    let rest = syslog;
    let messages = 0;
    while (/^\d+ /.test(rest)) {
      const length = parseInt(rest, 10);
      const begin = `${length} `.length;
      const message = Buffer.from(rest).subarray(begin, begin + length);
      expect(message.toString()).toMatch(
        /^<10[89]>1 \S+ \S+ sandlot - \S+ - \{/,
      );
      expect(message.toString()).not.toContain('\n');
      rest = Buffer.from(rest)
        .subarray(begin + length)
        .toString();
      messages += 1;
    }
    expect(messages).toBeGreaterThanOrEqual(350);
    expect(rest).toBe('');
  });

  it('gives again what was taken without an answer, and leaves out nothing', async () => {
    const before = receiver.indexes.length;
    const size = await grow(5);
    receiver.answers.push('cut');
    await run();
    await knex('audit_sinks').update({ next_try_at: new Date(0) });
    await reaches('siem', size);
    const again = receiver.indexes.slice(before);
    expect(again.length).toBeGreaterThan(new Set(again).size);
    expect([...new Set(receiver.indexes)]).toEqual(
      Array.from({ length: Math.max(...receiver.indexes) + 1 }, (_, n) => n),
    );
  });

  it('parks what refuses again and again, follows no redirect, and goes on from there when ops say so', async () => {
    const size = await grow(3);
    receiver.answers.push(302, 500);
    const before = receiver.indexes.length;
    const parked = await until(async () => {
      await knex('audit_sinks')
        .where({ id: 'siem' })
        .update({ next_try_at: new Date(0) });
      await run();
      const state = await stateOf('siem');
      return state.state === 'parked' ? state : undefined;
    });
    expect(parked.problem).toBe(
      'It answered 500, where 200 to 299 was expected',
    );
    expect(receiver.indexes).toHaveLength(before);
    const { items } = await portal
      .as('ada')
      .listAuditRecords({ action: 'audit.parkSink' });
    expect(items).toMatchObject([
      { parameters: { sink: 'siem', failures: 2 } },
    ]);

    await run();
    expect(receiver.indexes).toHaveLength(before);
    await expect(
      portal.as('ada').resumeAuditSink('siem', { reason: 'I may not' }),
    ).rejects.toMatchObject({ response: { status: 403 } });
    await portal.as('olu').resumeAuditSink('siem', { reason: 'It is back' });
    await reaches('siem', size);
    expect(receiver.indexes[before]).toBe(Number(parked.nextIndex));
    const resumed = await portal
      .as('ada')
      .listAuditRecords({ action: 'audit.resumeSink' });
    expect(resumed.items).toMatchObject([
      { stage: 'succeeded', reason: 'It is back' },
      { stage: 'denied' },
    ]);
  });

  it('begins a line of its own after one that was cut off', async () => {
    await writeFile(filePath, `${await readFile(filePath, 'utf8')}{"rec`);
    const size = await grow(1);
    await reaches('disk', size);
    const lines = (await readFile(filePath, 'utf8')).trimEnd().split('\n');
    expect(JSON.parse(lines.at(-1)!).record.index).toBeDefined();
  });

  it('shows its secret nowhere', async () => {
    const log = JSON.stringify(await portal.as('olu').getAuditLog());
    expect(log).toContain('siem');
    expect(log).not.toContain(SECRET);
    const { rows } = await knex.raw('select * from audit_sinks');
    expect(JSON.stringify(rows)).not.toContain(SECRET);
  });
});
