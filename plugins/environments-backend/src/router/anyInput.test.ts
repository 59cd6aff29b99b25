import { TestDatabases, mockCredentials } from '@backstage/backend-test-utils';
import { JsonValue } from '@backstage/types';
import fc from 'fast-check';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import {
  ApiOperation,
  World,
  addressOf,
  bodies,
  operations,
  startWorld,
} from '../testing/everyOperation';
import { TestPortal } from '../testing/startTestPortal';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const MUTATIONS = 12;

/** What people, tools and attackers put where something else belongs. */
const NASTY: JsonValue[] = [
  null,
  true,
  -1,
  1e308,
  0.1,
  '',
  ' ',
  '\u0000',
  '\ud800',
  'а',
  '\u202Egnp.exe',
  '\u001b[31mred\r\nSet-Cookie: a=b',
  '<script>alert(1)</script>',
  '=HYPERLINK("http://169.254.169.254/")',
  '${parameters.tier}',
  '}}\n---\nkind: ClusterRole',
  '../../../etc/passwd',
  "'; drop table environments; --",
  '%00',
  'x'.repeat(70_000),
  [],
  [[[[[[]]]]]],
  {},
  { __proto__: { admin: true }, constructor: { prototype: {} } },
  JSON.parse('{"__proto__": {"polluted": true}}'),
  Array.from({ length: 2_000 }, (_, index) => index),
];
const nasty = fc.constantFrom(...NASTY);

/** The value with one of its leaves, or itself, in the place of something else. */
function mutate(value: unknown): fc.Arbitrary<unknown> {
  if (Array.isArray(value) && value.length > 0) {
    return fc.oneof(
      nasty,
      mutate(value[0]).map(first => [first, ...value.slice(1)]),
    );
  }
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value);
    const known = value as Record<string, unknown>;
    return fc.oneof(
      nasty,
      fc
        .tuple(fc.string(), nasty)
        .map(([key, one]) => ({ ...known, [key]: one })),
      ...keys.map(key =>
        mutate(known[key]).map(one => ({ ...known, [key]: one })),
      ),
      ...keys.map(key =>
        fc.constant(
          Object.fromEntries(
            Object.entries(known).filter(([name]) => name !== key),
          ),
        ),
      ),
    );
  }
  return nasty;
}

/** A part of an address in the place of another. */
function mutateAddress(address: string): fc.Arbitrary<string> {
  const [path, query = ''] = address.split('?');
  const parts = path.split('/').slice(1);
  const text = nasty.map(value =>
    encodeURIComponent(
      String(typeof value === 'object' ? JSON.stringify(value) : value)
        .slice(0, 2_000)
        .replace(/\p{Surrogate}/gu, ''),
    ),
  );
  return fc.oneof(
    fc
      .tuple(fc.nat(parts.length - 1), text)
      .map(
        ([place, one]) =>
          `/${parts
            .map((part, index) => (index === place ? one : part))
            .join('/')}${query && `?${query}`}`,
      ),
    text.map(one => `${path}?cursor=${one}`),
    text.map(one => `${path}?${one}=${one}`),
    fc.constant(`${path}?limit=0&limit=x`),
  );
}

/** What tells how the portal is made, which is nobody's business. */
function insidesIn(text: string): string[] {
  return text.match(/\bat .*\.[jt]s:\d|node_modules|\bselect .* from\b/g) ?? [];
}

function messageOf(text: string): string {
  return JSON.parse(text).error.message;
}

describe('any input', () => {
  let knex: Knex;
  let portal: TestPortal;
  let world: World;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    ({ portal, world } = await startWorld(knex));
  });
  afterAll(async () => portal.stop());

  async function send(
    { method }: ApiOperation,
    address: string,
    body: unknown,
    key = uuid(),
  ): Promise<{ status: number; text: string }> {
    const response = await fetch(`${portal.url}${address}`, {
      method,
      headers: {
        Authorization: mockCredentials.user.header('user:default/olu'),
        'Idempotency-Key': key,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  }

  // By ops, who get furthest. Creations of theirs are of a group that ops don't act for.
  it.each(operations.map(operation => [operation.id, operation] as const))(
    '%s answers below 500, in words, without its own insides',
    async (id, operation) => {
      const address = addressOf(operation, world);
      const body = bodies(world)[id];
      const isRead = operation.method === 'GET';
      await fc.assert(
        fc.asyncProperty(
          mutateAddress(address).chain(mutated =>
            fc.oneof(
              fc.constant([mutated, body] as const),
              ...(isRead || body === undefined
                ? []
                : [mutate(body).map(one => [address, one] as const)]),
            ),
          ),
          async ([to, sent]) => {
            const { status, text } = await send(operation, to, sent);
            expect([
              to.slice(0, 200),
              status < 500,
              text.slice(0, 300),
            ]).toEqual([to.slice(0, 200), true, expect.any(String)]);
            expect(insidesIn(text)).toEqual([]);
            expect(status < 400 || messageOf(text) !== '').toBe(true);
          },
        ),
        { numRuns: MUTATIONS, seed: 20261130 },
      );
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    },
  );
});
