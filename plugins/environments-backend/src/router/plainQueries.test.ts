import { TestDatabases, mockCredentials } from '@backstage/backend-test-utils';
import { spec } from '../schema/openapi.generated';
import { TestPortal, startTestPortal } from '../testing/startTestPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const DIGEST = `sha256:${'ab'.repeat(32)}`;

interface Parameter {
  $ref?: string;
  in: string;
  name: string;
  allowReserved?: boolean;
  schema: { $ref?: string; type?: string; format?: string; enum?: unknown };
}

/** What `$ref` names, or the value itself. */
function resolve<T extends { $ref?: string }>(value: T): T {
  return (value.$ref?.split('/').slice(1) ?? []).reduce<unknown>(
    (at, part) => (at as Record<string, unknown>)[part],
    value.$ref ? spec : value,
  ) as T;
}

/** RFC 3986 has colons, slashes and commas in a query, and people type them. */
describe('a query as people type it', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startTestPortal({
      knex: await databases.init('POSTGRES_18'),
      clusters: [{ name: 'twin', inMemory: true }],
      templates: [],
    });
  });
  afterAll(async () => portal.stop());

  it.each([
    ['/audit/records', 'actor', 'user:default/dana'],
    ['/audit/records', 'group', 'group:default/team-harbor'],
    ['/audit/records', 'template', 'environmenttemplate:default/shop'],
    ['/audit/records', 'revision', DIGEST],
    ['/audit/records', 'from', '2026-01-31T17:00:00Z'],
    ['/audit/records', 'text', "what (else), and dana's"],
    ['/audit/summary', 'actor', 'user:default/dana'],
    ['/audit/export', 'actor', 'user:default/dana'],
    ['/environments', 'owner', 'group:default/team-harbor'],
    ['/environments', 'template', 'environmenttemplate:default/shop'],
    ['/rollouts', 'template', 'environmenttemplate:default/shop'],
  ])('of %s takes %s=%s as it is, and encoded', async (path, name, value) => {
    for (const text of [encodeURI(value), encodeURIComponent(value)]) {
      const response = await fetch(`${portal.url}${path}?${name}=${text}`, {
        headers: {
          Authorization: mockCredentials.user.header('user:default/olu'),
        },
      });
      expect([text, response.status, await response.text()]).toEqual([
        text,
        200,
        expect.any(String),
      ]);
    }
  });

  it('is taken by every parameter that is a text of its own', () => {
    const refusing = Object.values(spec.paths)
      .flatMap(methods => Object.values(methods as object))
      .flatMap(({ operationId, parameters = [] }) =>
        (parameters as Parameter[])
          .map(resolve)
          .filter(parameter => {
            const schema = resolve(parameter.schema);
            return (
              parameter.in === 'query' &&
              schema.type === 'string' &&
              schema.format !== 'uuid' &&
              !schema.enum &&
              !parameter.allowReserved
            );
          })
          .map(({ name }) => `${operationId} ${name}`),
      );
    expect(refusing).toEqual([]);
  });
});
