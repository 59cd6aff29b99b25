import { Socket } from 'node:net';
import { TestDatabases } from '@backstage/backend-test-utils';
import { v4 as uuid } from 'uuid';
import {
  World,
  addressOf,
  bodies,
  operations,
  startWorld,
} from '../testing/everyOperation';
import { Person, TestPortal } from '../testing/startTestPortal';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
/** Where clouds keep credentials, a place inside, and one that redirects there. */
const PLACES = [
  'http://169.254.169.254/latest/meta-data/',
  'url:http://10.96.0.1/',
  'https://redirects.example.com/',
];
/** Annotations of the catalog say where something is to be read from. */
const TEMPLATE = JSON.stringify({
  apiVersion: 'sandlot.dev/v1alpha1',
  kind: 'EnvironmentTemplate',
  metadata: {
    name: 'elsewhere',
    annotations: Object.fromEntries(
      ['managed-by-location', 'source-location', 'view-url'].map(name => [
        `backstage.io/${name}`,
        PLACES[1],
      ]),
    ),
    links: [{ url: PLACES[0] }],
  },
  spec: { owner: 'group:default/platform-ops', resources: [] },
});

/** The value with each of its texts in turn as that one. */
function* withPlace(value: unknown, place: string): Generator<unknown> {
  if (typeof value === 'string') yield place;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    for (const changed of withPlace(inner, place)) {
      yield Array.isArray(value)
        ? value.with(Number(key), changed)
        : { ...value, [key]: changed };
    }
  }
}

describe('addresses that people name', () => {
  let portal: TestPortal;
  let world: World;
  const reached = new Set<string>();

  beforeAll(async () => {
    ({ portal, world } = await startWorld(await databases.init('POSTGRES_18')));
    const { connect } = Socket.prototype;
    jest
      .spyOn(Socket.prototype, 'connect')
      .mockImplementation(function noted(this: Socket, ...args: unknown[]) {
        const [options] = [args[0]].flat() as {
          host?: string;
          path?: string;
        }[];
        reached.add(options?.path ?? options?.host ?? 'localhost');
        return connect.apply(this, args as never);
      });
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await portal.stop();
  });

  async function send(
    person: Person,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<void> {
    const { status } = await portal.fetchAs(person, path, {
      method,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': uuid(),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    expect([method, path, status < 500]).toEqual([method, path, true]);
  }

  it('are fetched by no operation, wherever somebody puts them', async () => {
    for (const operation of operations) {
      const address = addressOf(operation, world);
      const body = bodies(world)[operation.id];
      for (const place of PLACES) {
        for (const changed of withPlace(body, place)) {
          for (const person of ['dana', 'olu'] as const) {
            await send(person, operation.method, address, changed);
          }
        }
      }
      const named = encodeURIComponent(PLACES[0]);
      if (operation.method === 'GET') {
        await send(
          'olu',
          'GET',
          address.replace(/(shop|default|creation|[0-9a-f-]{36})/, named),
        );
      }
    }
    await send('olu', 'POST', '/workbench/checks', { source: TEMPLATE });
    await send('olu', 'POST', '/environments', {
      template: 'environmenttemplate:default/shop',
      revision: world.revision,
      name: 'addresses',
      owner: 'group:default/platform-ops',
      parameters: { tier: PLACES[0] },
    });
    // The portal under test, which the test itself fetches from, and PostgreSQL.
    expect([...reached]).toContain('127.0.0.1');
    for (const host of reached) {
      expect(host).toMatch(/^(127\.0\.0\.1|localhost|\/.*PGSQL.*)$/);
    }
  });
});
