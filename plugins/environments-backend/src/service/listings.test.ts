import { randomUUID } from 'node:crypto';
import { TestDatabases } from '@backstage/backend-test-utils';
import { Environment } from '@sandlot/plugin-environments-common';
import { LeasePortal, startLeasePortal } from '../testing/startLeasePortal';
import { refusal } from '../testing/startTemplatesPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('a list of environments', () => {
  let portal: LeasePortal;

  beforeAll(async () => {
    portal = await startLeasePortal(await databases.init('POSTGRES_18'));
  });
  afterAll(async () => portal.stop());

  it('goes on page by page without gaps or doubles', async () => {
    const made: Environment[] = [];
    for (let count = 0; count < 3; count += 1) made.push(await portal.make());
    const dana = portal.as('dana');
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page: Awaited<ReturnType<typeof dana.listEnvironments>> =
        await dana.listEnvironments({ limit: 2, cursor });
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(ids).toEqual(made.map(({ id }) => id).reverse());
    await expect(
      refusal(dana.listEnvironments({ cursor: 'tampered' })),
    ).resolves.toMatch(/^400/);
  });

  it('has those that are asked for, also when they are deleted, and no others', async () => {
    const [kept, deleted] = [await portal.make(), await portal.make()];
    const dana = portal.as('dana');
    const { operation } = await dana.deleteEnvironment(deleted.id);
    await portal.finished(operation.id);
    // As many as may be asked for: parsers of queries make something else of long lists.
    const others = Array.from({ length: 98 }, () => randomUUID());
    const id = [...others, kept.id, deleted.id];
    const { items } = await dana.listEnvironments({ id });
    expect(items.map(one => [one.id, one.phase])).toEqual([
      [deleted.id, 'Deleted'],
      [kept.id, 'Ready'],
    ]);
    const live = await dana.listEnvironments({ id, phase: ['Ready'] });
    expect(live.items.map(one => one.id)).toEqual([kept.id]);
    expect((await portal.as('milo').listEnvironments({ id })).items).toEqual(
      [],
    );
    for (const wrong of [[...id, randomUUID()], ['no-id']]) {
      await expect(
        refusal(dana.listEnvironments({ id: wrong })),
      ).resolves.toMatch(/^400/);
    }
  });
});
