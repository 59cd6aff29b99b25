import { TestDatabases } from '@backstage/backend-test-utils';
import { Environment } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import {
  ApprovalsPortal,
  startApprovalsPortal,
} from '../testing/startApprovalsPortal';
import { StandIns } from './StandIns';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const OPS = 'group:default/platform-ops';

describe('notices of approvals', () => {
  let knex: Knex;
  let started: ApprovalsPortal;

  async function start(): Promise<ApprovalsPortal> {
    knex = await databases.init('POSTGRES_18');
    started = await startApprovalsPortal({
      knex,
      spec: { approvals: [{ by: OPS }] },
    });
    return started;
  }
  afterEach(() => started.portal.stop());

  it('remind, before what nobody decides on in time is refused', async () => {
    const { portal, sent, request } = await start();
    const { id, approvals, operation } = await request('dana');
    await portal.runTask('environments-approvals');
    const age = (days: number) =>
      knex('approvals').update({
        requested_at: knex.raw(`clock_timestamp() - interval '${days} days'`),
        expires_at: knex.raw(
          `clock_timestamp() + interval '7 days' - interval '${days} days'`,
        ),
      });
    await age(2);
    await portal.runTask('environments-approvals');
    await portal.runTask('environments-approvals');
    expect(sent.map(({ payload }) => payload.title)).toEqual([
      'Do you agree to environment shop-1?',
      'Environment shop-1 still waits for your decision',
    ]);
    await age(8);
    await portal.runTask('environments-approvals');
    expect(await portal.as('dana').getOperation(operation.id)).toMatchObject({
      state: 'Cancelled',
      failure: { reason: 'ApprovalExpired' },
    });
    expect(await portal.as('dana').getApproval(approvals![0].id)).toMatchObject(
      { approval: { state: 'expired' } },
    );
    const records = await knex('audit_log').where({ environment_id: id });
    expect(records.map(({ record }) => record.action)).toContain(
      'approval.expire',
    );
  });

  it('do not remind when another backend has just done so', async () => {
    const { portal, sent, request } = await start();
    const { id } = await request('dana');
    await portal.runTask('environments-approvals');
    await knex('approvals').update({
      requested_at: knex.raw(`clock_timestamp() - interval '2 days'`),
    });
    sent.length = 0;
    // While this one asks the catalog.
    const asked = jest
      .spyOn(StandIns.prototype, 'for')
      .mockImplementationOnce(async () => {
        await knex('approvals').update({
          reminded_at: knex.raw('clock_timestamp()'),
        });
        return [];
      });
    await portal.runTask('environments-approvals');
    expect(asked).toHaveBeenCalledTimes(1);
    expect(sent).toEqual([]);
    const records = await knex('audit_log').where({ environment_id: id });
    expect(records.map(({ record }) => record.action)).not.toContain(
      'approval.remind',
    );
  });

  it('tell all who were asked what came of it, in place of the question', async () => {
    const { portal, sent, request, decide } = await start();
    const requests = [];
    for (const name of ['agreed', 'refused', 'expired', 'cancelled']) {
      requests.push(await request('dana', { name }));
    }
    const [agreed, refused, expired, cancelled] = requests;
    const approvalOf = ({ approvals }: Environment) => approvals![0].id;
    await knex('approvals').update({
      requested_at: knex.raw(`clock_timestamp() - interval '2 days'`),
    });
    await portal.runTask('environments-approvals');
    // The reminder takes the place of the question, too.
    expect(new Set(sent.map(({ payload }) => payload.scope)).size).toBe(4);
    expect(sent).toHaveLength(8);
    const question = sent[0];
    sent.length = 0;
    await decide('olu', approvalOf(agreed));
    await decide('oki', approvalOf(refused), 'reject', 'Too large');
    await knex('approvals')
      .where({ id: approvalOf(expired) })
      .update({ expires_at: knex.raw('clock_timestamp()') });
    await portal.as('dana').deleteEnvironment(cancelled.id);
    await portal.runTask('environments-approvals');
    await portal.runTask('environments-approvals');
    const settled = sent.filter(({ payload }) => payload.severity === 'low');
    expect(settled[0].recipients).toEqual(question.recipients);
    expect(settled[0].payload).toMatchObject({
      scope: question.payload.scope,
      link: `/environments/approvals/${approvalOf(agreed)}`,
    });
    expect(
      settled.map(({ payload: { title, description } }) => [
        title,
        description,
      ]),
    ).toEqual([
      ['Agreed: environment agreed', 'olu agreed.'],
      ['Not agreed: environment refused', 'oki refused it: Too large.'],
      [
        'No decision needed any more: environment expired',
        'platform-ops did not decide in time.',
      ],
      [
        'No decision needed any more: environment cancelled',
        'It is not asked for any more.',
      ],
    ]);
  });
});
