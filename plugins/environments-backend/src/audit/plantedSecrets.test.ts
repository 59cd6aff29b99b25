import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { TestDatabases } from '@backstage/backend-test-utils';
import { generateSigningKey } from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import {
  Person,
  TestPortal,
  startTestPortal,
} from '../testing/startTestPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const TEAM_SANDBOX = 'environmenttemplate:default/team-sandbox';

/** Nothing else has these words. */
const planted = Object.fromEntries(
  ['cookie', 'header', 'agent', 'query', 'parameter', 'manifest', 'reason'].map(
    name => [name, `Pl4nted${name}${'q7'.repeat(12)}`],
  ),
);

describe('secrets', () => {
  let knex: Knex;
  let portal: TestPortal;
  let directory: string;
  const logs: string[] = [];
  const answers: string[] = [];
  let token: string;

  /** Asks as a client does that has more to hide than it should send. */
  async function ask(
    person: Person,
    path: string,
    body?: object,
    method = body ? 'POST' : 'GET',
  ): Promise<Response> {
    const response = await portal.fetchAs(person, path, {
      method,
      body: body && JSON.stringify(body),
      headers: {
        'content-type': 'application/json',
        'idempotency-key': uuidv7(),
        cookie: `session=${planted.cookie}`,
        'x-api-key': planted.header,
        'user-agent': `tool/1.0 (Bearer ${planted.agent})`,
      },
    });
    answers.push(await response.clone().text());
    return response;
  }

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    directory = await mkdtemp(join(tmpdir(), 'log-'));
    const keyFile = join(directory, 'key.pem');
    await writeFile(keyFile, generateSigningKey().pem);
    portal = await startTestPortal({
      knex,
      clusters: [{ name: 'twin', inMemory: true }],
      config: { audit: { origin: 'test', signing: { keyFiles: [keyFile] } } },
      logged: (...said) => logs.push(inspect(said, { depth: 10 })),
    });
    const { revision } = await portal
      .as('dana')
      .getTemplate({ namespace: 'default', name: 'team-sandbox' });
    const request = {
      template: TEAM_SANDBOX,
      revision,
      name: 'planted',
      owner: 'group:default/team-harbor',
      parameters: {},
    };
    const made = await (await ask('dana', '/environments', request)).json();
    await portal.finished(made.operation.id);
    const { id } = made.environment;
    const given = await ask('dana', `/environments/${id}/kubeconfig`, {});
    token = /token: *"?([^"\s]+)/.exec((await given.json()).kubeconfig)![1];
    answers.pop(); // That one is to have it.

    await ask('dana', '/environments', {
      ...request,
      name: 'planted-too',
      parameters: { size: 'S', dbPassword: planted.parameter },
    });
    await ask('dana', '/environments', {
      ...request,
      name: 'planted-three',
      manifests: `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"stringData":{"a":"${planted.manifest}"}}`,
    });
    await ask('ada', `/audit/records?text=token%3D${planted.query}`);
    await ask('olu', '/audit/erasures', {
      person: 'user:default/nobody',
      reason: `Authorization: Bearer ${planted.reason}`,
    });
    await ask('dana', `/environments/${id}`, undefined, 'DELETE');
    await portal.runTask('environments-sealing');
  });
  afterAll(async () => {
    await portal.stop();
    await rm(directory, { recursive: true });
  });

  const finds = (text: string) =>
    Object.entries({ ...planted, token })
      .filter(
        ([, secret]) =>
          text.includes(secret) ||
          text.includes(Buffer.from(secret).toString('hex')),
      )
      .map(([name]) => name);

  it('were really sent', () => {
    expect(token.length).toBeGreaterThan(10);
    expect(answers.length).toBeGreaterThan(5);
    expect(
      finds(`${planted.query} ${Buffer.from(token).toString('hex')}`),
    ).toEqual(['query', 'token']);
  });

  it('are in no table of the database', async () => {
    const { rows: tables } = await knex.raw(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    expect(tables.length).toBeGreaterThan(20);
    for (const { name } of tables) {
      const { rows } = await knex.raw(`select t::text as row from ${name} t`);
      expect([
        name,
        finds(rows.map(({ row }: { row: string }) => row).join('\n')),
      ]).toEqual([name, []]);
    }
    const { rows } = await knex.raw(
      `select count(*)::int as said from audit_log where record::text like '%[secret]%'`,
    );
    expect(rows[0].said).toBeGreaterThan(3);
  });

  it('are in nothing that was logged', () => {
    expect(logs.length).toBeGreaterThan(5);
    expect(finds(logs.join('\n'))).toEqual([]);
  });

  it('are in no answer but that which gives the kubeconfig', async () => {
    for (const path of [
      '/audit/records?limit=200',
      '/audit/summary',
      '/audit/views',
      '/environments',
      '/audit/export?format=ndjson',
      '/audit/export?format=csv',
      '/audit/export?format=ocsf',
    ]) {
      const response = await ask('ada', path);
      expect([path, response.status]).toEqual([path, 200]);
    }
    // An answer to who sent it may quote what is wrong with it.
    const told = answers.filter(answer => !answer.includes('"error"'));
    expect(finds(told.join('\n'))).toEqual([]);
  });
});
