import { TestDatabases, mockCredentials } from '@backstage/backend-test-utils';
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
import { ASKERS, Cell, permissionMatrix } from './permissionMatrix';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

type Asker = (typeof ASKERS)[number] | 'nobody';

const people = {
  owner: 'dana',
  member: 'milo',
  stranger: 'sten',
  ops: 'olu',
  auditor: 'ada',
} as const;

function cellOf(status: number): Cell | 'unauthenticated' | number {
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'no';
  if (status === 404) return 'absent';
  // It was let through, whatever came of it then.
  return status < 500 ? 'yes' : status;
}

describe('who may do what', () => {
  let portal: TestPortal;
  let world: World;

  beforeAll(async () => {
    ({ portal, world } = await startWorld(await databases.init('POSTGRES_18')));
  });
  afterAll(async () => portal.stop());

  async function ask(
    asker: Asker,
    operation: ApiOperation,
  ): Promise<ReturnType<typeof cellOf>> {
    const headers = new Headers({ 'Idempotency-Key': uuid() });
    headers.set('Authorization', headerOf(asker));
    const body = bodies(world)[operation.id];
    if (body) headers.set('Content-Type', 'application/json');
    const response = await fetch(
      `${portal.url}${addressOf(operation, world)}`,
      {
        method: operation.method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      },
    );
    await response.arrayBuffer();
    return cellOf(response.status);
  }

  it('has a row for each operation of the contract', () => {
    expect(Object.keys(permissionMatrix).sort()).toEqual(
      operations.map(({ id }) => id).sort(),
    );
  });

  it.each(operations.map(operation => [operation.id, operation] as const))(
    '%s',
    async (id, operation) => {
      const row = permissionMatrix[id];
      const found: unknown[] = [];
      for (const asker of ASKERS) found.push(await ask(asker, operation));
      expect(
        Object.fromEntries(ASKERS.map((one, i) => [one, found[i]])),
      ).toEqual(Object.fromEntries(ASKERS.map((one, i) => [one, row[i]])));
      expect(await ask('nobody', operation)).toBe('unauthenticated');
    },
  );
});

function headerOf(asker: Asker): string {
  if (asker === 'service') return mockCredentials.service.header();
  if (asker === 'nobody') return mockCredentials.none.header();
  return mockCredentials.user.header(`user:default/${people[asker]}`);
}
