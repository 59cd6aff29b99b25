import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { TestPortal, startTestPortal } from '../testing/startTestPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const TEAM_SANDBOX = 'environmenttemplate:default/team-sandbox';

const refuse = (code: string) => `
  create function refuse() returns trigger language plpgsql as $$
  begin raise exception 'refused' using errcode = '${code}'; end $$;
  create trigger refuse before insert on audit_records for each row execute function refuse()`;
const endRefusal =
  'drop trigger refuse on audit_records; drop function refuse()';

describe('without a record', () => {
  let knex: Knex;
  let portal: TestPortal;
  let id: string;
  let revision: string;

  const ask = (name: string, key: string) =>
    portal.as('dana').createEnvironment(
      {
        template: TEAM_SANDBOX,
        revision,
        name,
        owner: 'group:default/team-harbor',
        parameters: {},
      },
      key,
    );

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startTestPortal({
      knex,
      clusters: [{ name: 'twin', inMemory: true }],
    });
    ({ revision } = await portal
      .as('dana')
      .getTemplate({ namespace: 'default', name: 'team-sandbox' }));
    const { environment, operation } = await ask('standing', 'standing-key');
    await portal.finished(operation.id);
    id = environment.id;
  });
  afterAll(async () => portal.stop());

  const state = async () => ({
    environments: await knex('environments').orderBy('id'),
    operations: await knex('operations').orderBy('id'),
    keys: await knex('idempotency_keys').orderBy('key'),
    objects: await portal.as('dana').listObjects(id),
  });

  it.each([
    [
      'the table is gone',
      'alter table audit_records rename to gone',
      'alter table gone rename to audit_records',
    ],
    [
      'what names people can’t be written',
      'alter table audit_disclosures rename to gone',
      'alter table gone rename to audit_disclosures',
    ],
    ['a trigger of somebody’s refuses it', refuse('P0001'), endRefusal],
    ['the disk is full', refuse('53100'), endRefusal],
    ['nobody may write any more', refuse('42501'), endRefusal],
  ])('nothing is done or shown: %s', async (_, breakIt, mendIt) => {
    const before = await state();
    await knex.raw(breakIt);
    try {
      const answers = await Promise.allSettled([
        ask('refused', 'refused-key'),
        portal.as('dana').deleteEnvironment(id),
        portal.as('dana').createKubeconfig(id, {}),
        portal.as('ada').listAuditRecords(),
        portal.as('ada').summarizeAuditRecords(),
        portal
          .as('olu')
          .erasePerson({ person: 'user:default/bo', reason: 'x' }),
      ]);
      for (const answer of answers) {
        expect(answer).toMatchObject({
          status: 'rejected',
          reason: {
            response: { status: 503 },
            body: {
              error: {
                message: expect.stringContaining(
                  'without a record nothing is done',
                ),
              },
            },
          },
        });
      }
    } finally {
      await knex.raw(mendIt);
    }
    expect(await state()).toEqual(before);
  });
});
