import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  TestDatabases,
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { TestBackend } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import catalogBackend from '@backstage/plugin-catalog-backend';
import catalogModuleEnvironments from './index';

jest.setTimeout(120_000);

const ROOT = resolve(__dirname, '../../..');
const KINDS = ['Location', 'EnvironmentTemplate', 'EnvironmentModule'];
const NO_YAML = 'kind: [';
/** What one should not do. */
const ONE_LOCATION = `apiVersion: backstage.io/v1alpha1
kind: Location
metadata: { name: all-in-one }
spec: { targets: [./hello/template.yaml, ./bare/template.yaml] }
`;
const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

type WithStatus = Entity & { status?: { items?: { message: string }[] } };

/** The real catalog, on copies of the templates that ship and of the examples. */
describe('templates in the catalog', () => {
  let folder: string;
  let backend: TestBackend;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandlot-templates-'));
    await cp(join(ROOT, 'templates'), join(folder, 'shipped'), {
      recursive: true,
    });
    await cp(join(ROOT, 'docs/examples'), join(folder, 'examples'), {
      recursive: true,
    });
    await write('examples/all.yaml', ONE_LOCATION);
    const knex = await databases.init('POSTGRES_18');
    backend = await startTestBackend({
      features: [
        catalogBackend,
        catalogModuleEnvironments,
        mockServices.database.factory({ knex }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'https://portal.example.com' },
            catalog: {
              processingInterval: { seconds: 1 },
              locations: ['shipped', 'examples'].map(name => ({
                type: 'file',
                target: join(folder, name, 'all.yaml'),
                rules: [{ allow: KINDS }],
              })),
            },
          },
        }),
      ],
    });
  });
  afterAll(async () => {
    await backend?.stop();
    await rm(folder, { recursive: true });
  });

  function write(file: string, text: string) {
    return writeFile(join(folder, file), text);
  }

  async function retitle(file: string, title: string) {
    const text = await readFile(join(folder, file), 'utf8');
    await write(file, text.replace(/^ {2}title: .*$/m, `  title: ${title}`));
  }

  async function list(kind: string): Promise<WithStatus[]> {
    const url = `http://127.0.0.1:${backend.server.port()}/api/catalog/entities?filter=kind=${kind}`;
    const response = await fetch(url, {
      headers: { authorization: mockCredentials.user.header() },
    });
    return response.json();
  }

  async function titleOf(template: string) {
    const found = await list('EnvironmentTemplate');
    return found.find(({ metadata }) => metadata.name === template)?.metadata
      .title;
  }

  /** Asks until it is so; the test's time limit ends it. */
  async function until(isSo: () => Promise<boolean | undefined>) {
    while (!(await isSo())) {
      await wait(200);
    }
  }

  it('are all there, with their modules', async () => {
    const names = async (kind: string) =>
      (await list(kind)).map(({ metadata }) => metadata.name).sort();
    await until(async () => (await names('EnvironmentModule')).length === 7);
    await until(async () => (await names('EnvironmentTemplate')).length === 5);

    expect(await names('EnvironmentModule')).toEqual([
      'ci-account',
      'ingress',
      'network-isolation',
      'owner-access',
      'postgresql',
      'quota',
      'redis',
    ]);
    expect(await names('EnvironmentTemplate')).toEqual([
      'bare',
      'database-sandbox',
      'hello',
      'service-sandbox',
      'team-sandbox',
    ]);
  });

  it('change although a sibling is no YAML any more, as each has a Location of its own', async () => {
    await write('shipped/database-sandbox/template.yaml', NO_YAML);
    await retitle('shipped/team-sandbox/template.yaml', 'Mended');

    await until(async () => (await titleOf('team-sandbox')) === 'Mended');
    expect(await titleOf('database-sandbox')).toBe('Database sandbox');
  });

  it('say where they were read, and not where they would have us read', async () => {
    const file = 'shipped/service-sandbox/template.yaml';
    const text = await readFile(join(folder, file), 'utf8');
    const elsewhere = ['managed-by-location', 'managed-by-origin-location']
      .map(name => `    backstage.io/${name}: url:http://169.254.169.254/`)
      .join('\n');
    await write(
      file,
      text
        .replace(/^metadata:$/m, `metadata:\n  annotations:\n${elsewhere}`)
        .replace(/^ {2}title: .*$/m, '  title: From elsewhere'),
    );

    await until(
      async () => (await titleOf('service-sandbox')) === 'From elsewhere',
    );
    const [{ metadata }] = (await list('EnvironmentTemplate')).filter(
      one => one.metadata.name === 'service-sandbox',
    );
    expect(metadata.annotations).toMatchObject({
      'backstage.io/managed-by-location': `file:${join(folder, file)}`,
      'backstage.io/managed-by-origin-location': `file:${join(
        folder,
        'shipped/all.yaml',
      )}`,
    });
  });

  it('do not with one Location for all', async () => {
    await write('examples/bare/template.yaml', NO_YAML);
    await retitle('examples/hello/template.yaml', 'Mended');

    await until(async () =>
      (await list('Location'))
        .find(({ metadata }) => metadata.name === 'all-in-one')
        ?.status?.items?.some(({ message }) => message.includes('YAML error')),
    );
    expect(await titleOf('hello')).toBe('Hello');

    await cp(
      join(ROOT, 'docs/examples/bare/template.yaml'),
      join(folder, 'examples/bare/template.yaml'),
    );
    await until(async () => (await titleOf('hello')) === 'Mended');
  });
});
