import { TestDatabases } from '@backstage/backend-test-utils';
import { Approval, Environment } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import {
  AgreementPortal,
  startAgreementPortal,
} from '../testing/startAgreementPortal';
import { DAY, MINUTE } from '../testing/startLeasePortal';
import { refusal } from '../testing/startTemplatesPortal';
import { Person } from '../testing/startTestPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const OPS = 'group:default/platform-ops';
const ORCHARD = 'group:default/team-orchard';
const REASON = 'The customer tries it out next week';

/** Longer leases than the template gives, over HTTP, on PostgreSQL and a cluster in memory. */
describe('a lease beyond the template', () => {
  let knex: Knex;
  let portal: AgreementPortal;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startAgreementPortal(knex, {
      config: { leases: { approvers: [OPS] } },
    });
  });
  afterAll(async () => portal.stop());

  /** Later than the present end. */
  const later = ({ lease }: Environment, days: number) =>
    new Date(Date.parse(lease!.expiresAt) + days * DAY * 1000).toISOString();

  const ask = (
    id: string,
    until: string,
    { person = 'dana' as Person, reason = REASON, key = uuid() } = {},
  ) => portal.request(person, id, { kind: 'extend', until, reason }, key);

  const stateOf = async ({ id }: Approval) =>
    (await portal.as('ada').getApproval(id)).approval.state;

  const trail = (id: string) => portal.trail(id, /extend|restore|approval/);

  it('waits for those whom the configuration names, and is given by their authority', async () => {
    const made = await portal.make();
    const { id } = made;
    expect(made.lease).toMatchObject({ approvers: [OPS] });
    const until = later(made, 30);
    const { environment, operation } = await ask(id, until);
    expect(operation).toMatchObject({
      kind: 'extend',
      state: 'AwaitingApproval',
      cancellable: true,
      reason: REASON,
    });
    const approval = portal.pending(environment);
    expect(approval).toMatchObject({
      requirement: { by: OPS, count: 1, source: 'portal' },
      requestedBy: 'user:default/dana',
      change: {
        operation: operation.id,
        kind: 'extend',
        reason: REASON,
        end: { from: made.lease!.expiresAt, to: until },
      },
    });
    // It lives on as before.
    expect(environment).toMatchObject({
      phase: 'Ready',
      operation: { id: made.operation.id },
      lease: made.lease,
      allowed: { withdraw: true, extend: true, delete: true },
    });

    await portal.runTask('environments-approvals');
    expect(portal.told().at(-1)).toMatchObject({
      recipients: { entityRef: [OPS], excludeEntityRef: 'user:default/dana' },
      payload: {
        title: `Do you agree to a longer lease of environment ${made.name}?`,
        description: expect.stringMatching(
          new RegExp(
            `${REASON}.*It would end at ${until.slice(0, 10)} ${until.slice(
              11,
              16,
            )} UTC, and not at [^T]* UTC\\. Its template gives it until [^T]* UTC, and it is to live until [^T]* UTC\\. Without a decision it is refused at [^T]* UTC\\.$`,
          ),
        ),
      },
    });
    expect((await portal.as('olu').listApprovals()).items).toContainEqual(
      expect.objectContaining({ id: approval.id, mayDecide: true }),
    );
    await expect(refusal(portal.decide('dana', approval))).resolves.toMatch(
      /^403/,
    );
    await portal.decide('oki', approval);

    expect(await portal.get(id)).toMatchObject({
      phase: 'Ready',
      operation: { id: made.operation.id },
      lease: { expiresAt: until },
      allowed: { withdraw: false },
    });
    expect(await portal.as('dana').getOperation(operation.id)).toMatchObject({
      state: 'Succeeded',
      requestedBy: 'user:default/dana',
    });
    expect(await trail(id)).toEqual([
      'environment.extend requested',
      'approval.request requested',
      // Of whoever asked.
      'approval.decide denied',
      'approval.decide succeeded',
      'environment.extend authorized',
      'environment.extend succeeded',
    ]);
    expect(
      (await portal.recordsOf(id)).find(
        ({ action, stage }) =>
          action === 'environment.extend' && stage === 'authorized',
      ),
    ).toMatchObject({
      actor: { ref: 'user:default/dana' },
      authorization: {
        permission: 'environments.lease.override',
        decision: 'ALLOW',
      },
      approvals: [
        {
          by: OPS,
          decisions: [{ by: 'user:default/oki', decision: 'approve' }],
        },
      ],
    });
    const report = await portal.as('ada').getAuditReport({
      from: new Date(Date.now() - DAY * 1000).toISOString(),
      to: new Date(Date.now() + DAY * 1000).toISOString(),
    });
    expect(
      report.exceptions.filter(
        ({ environmentId, kind }) => environmentId === id && kind !== 'denial',
      ),
    ).toMatchObject([{ kind: 'override', actor: 'user:default/dana' }]);

    await portal.runTask('environments-approvals');
    expect(portal.told().slice(-2)).toMatchObject([
      {
        recipients: { entityRef: 'user:default/dana' },
        payload: {
          title: `Environment ${made.name}: agreed to a longer lease`,
        },
      },
      {
        recipients: { entityRef: [OPS] },
        payload: {
          title: `Agreed: a longer lease of environment ${made.name}`,
        },
      },
    ]);
  });

  it('takes a reason, waits once at a time and once for a key, and can be withdrawn', async () => {
    const made = await portal.make();
    const { id } = made;
    const until = later(made, 30);
    expect(
      await refusal(
        portal.request('dana', id, { kind: 'extend', until }, uuid()),
      ),
    ).toMatch(/^400 .*reason: its template gives it until .*tell them why/);
    const key = uuid();
    const [one, other] = await Promise.all([
      ask(id, until, { key }),
      ask(id, until, { key }),
    ]);
    expect(other.operation.id).toBe(one.operation.id);
    expect(await refusal(ask(id, later(made, 40), { person: 'drew' }))).toMatch(
      new RegExp(
        `^409 .*waits for agreement already: user:default/dana .*Withdraw that first \\(cancel operation ${one.operation.id}`,
      ),
    );
    // What the template gives needs nobody.
    await ask(id, later(made, 1));
    expect((await portal.get(id)).lease).toMatchObject({
      expiresAt: later(made, 1),
    });

    const approval = portal.pending(one.environment);
    await portal.as('dana').cancelOperation(one.operation.id, 'Not needed');
    expect(await stateOf(approval)).toBe('cancelled');
    expect(
      await portal.as('dana').getOperation(one.operation.id),
    ).toMatchObject({ state: 'Cancelled', failure: { reason: 'Cancelled' } });
    await expect(refusal(portal.decide('olu', approval))).resolves.toMatch(
      /^409 .*It is cancelled already/,
    );
    expect(await portal.get(id)).toMatchObject({
      phase: 'Ready',
      lease: { expiresAt: later(made, 1) },
      allowed: { withdraw: false },
    });
    const { environment } = await ask(id, until);
    await portal.decide('olu', portal.pending(environment));
    expect((await portal.get(id)).lease).toMatchObject({ expiresAt: until });
  });

  it('is given once to several who agree in the same moment', async () => {
    const made = await portal.make();
    const { environment } = await ask(made.id, later(made, 30));
    const approval = portal.pending(environment);
    const outcomes = await Promise.allSettled([
      portal.decide('olu', approval),
      portal.decide('oki', approval),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    expect((await trail(made.id)).slice(-2)).toEqual([
      'environment.extend succeeded',
      'approval.decide denied',
    ]);
  });

  it('is refused by one, or by nobody in time, and nothing changes', async () => {
    const made = await portal.make();
    const { environment, operation } = await ask(made.id, later(made, 30));
    await portal.decide(
      'olu',
      portal.pending(environment),
      'reject',
      'Take a new one',
    );
    expect(await portal.as('dana').getOperation(operation.id)).toMatchObject({
      state: 'Cancelled',
      failure: {
        reason: 'Rejected',
        message: expect.stringContaining('Take a new one'),
      },
    });
    await portal.runTask('environments-approvals');
    expect(portal.told().at(-1)!.payload).toMatchObject({
      title: `Environment ${made.name} stays as it is: not agreed to a longer lease`,
      description: expect.stringContaining('Take a new one'),
    });

    const again = await ask(made.id, later(made, 30));
    const approval = portal.pending(again.environment);
    await knex('approvals')
      .where({ id: approval.id })
      .update({ expires_at: knex.fn.now() });
    await portal.runTask('environments-approvals');
    expect(await stateOf(approval)).toBe('expired');
    expect(
      await portal.as('dana').getOperation(again.operation.id),
    ).toMatchObject({
      state: 'Cancelled',
      failure: { reason: 'ApprovalExpired' },
    });
    expect(await portal.get(made.id)).toMatchObject({
      phase: 'Ready',
      lease: made.lease,
    });
  });

  it('ends with a reason when the environment is not what it was', async () => {
    const made = await portal.make();
    const { environment, operation } = await ask(made.id, later(made, 30));
    const given = await portal.request('dana', made.id, {
      kind: 'transfer',
      owner: ORCHARD,
    });
    await portal.finished(given.operation.id);
    const approval = portal.pending(environment);
    await expect(refusal(portal.decide('olu', approval))).resolves.toMatch(
      /^409 .*can't be done any more.*it has another owner \(it is group:default\/team-orchard’s/,
    );
    expect(await stateOf(approval)).toBe('outdated');
    expect(await portal.as('olu').getOperation(operation.id)).toMatchObject({
      state: 'Cancelled',
      failure: { reason: 'Outdated' },
    });
    expect((await portal.get(made.id)).lease).toMatchObject({
      expiresAt: made.lease!.expiresAt,
    });
    await portal.runTask('environments-approvals');
    expect(portal.told().at(-1)).toMatchObject({
      recipients: { entityRef: 'user:default/dana' },
      payload: { description: expect.stringMatching('can’t be done any more') },
    });
  });

  it('is no way back: ops may give more meanwhile, and no promise moves', async () => {
    const made = await portal.make();
    const { environment } = await ask(made.id, later(made, 30));
    await ask(made.id, later(made, 60), { person: 'olu' });
    await expect(
      refusal(portal.decide('oki', portal.pending(environment))),
    ).resolves.toMatch(
      /^409 .*the lease ends at [-\d]+ [:\d]+ UTC: expected a later time/,
    );
    expect((await portal.get(made.id)).lease).toMatchObject({
      expiresAt: later(made, 60),
    });
    expect(await stateOf(portal.pending(environment))).toBe('outdated');
  });

  it('ends with the environment', async () => {
    const made = await portal.make();
    const { environment, operation } = await ask(made.id, later(made, 30));
    await portal.as('dana').deleteEnvironment(made.id);
    expect(await stateOf(portal.pending(environment))).toBe('cancelled');
    expect(await portal.as('dana').getOperation(operation.id)).toMatchObject({
      state: 'Cancelled',
    });
  });

  it('ends with the lease that ran meanwhile, and is asked for as a restoration then', async () => {
    const made = await portal.make();
    const { id } = made;
    const { environment } = await ask(id, later(made, 30));
    await portal.passUntil(id, 30 * MINUTE);
    await portal.pass(id, 30 * MINUTE);
    expect(await portal.settled(id)).toMatchObject({ phase: 'Hibernated' });
    expect(await stateOf(portal.pending(environment))).toBe('outdated');

    await portal.pass(id, DAY);
    const until = new Date(Date.now() + 20 * DAY * 1000).toISOString();
    const asked = await portal.request('dana', id, {
      kind: 'restore',
      until,
      reason: REASON,
    });
    expect(asked).toMatchObject({
      environment: { phase: 'Hibernated' },
      operation: { kind: 'restore', state: 'AwaitingApproval' },
    });
    await portal.decide('olu', portal.pending(asked.environment));
    expect(await portal.finished(asked.operation.id)).toMatchObject({
      kind: 'restore',
      state: 'Succeeded',
    });
    const restored = await portal.get(id);
    expect(restored).toMatchObject({
      phase: 'Ready',
      lease: { expiresAt: until },
    });
    expect(restored.lease!.deleteAt).toBeUndefined();
    expect((await trail(id)).slice(-5)).toEqual([
      'environment.restore requested',
      'approval.request requested',
      'approval.decide succeeded',
      'environment.restore authorized',
      'environment.restore succeeded',
    ]);
  });

  it('is given or not, and ended or not, wherever it is stopped', async () => {
    const made = await portal.make();
    const until = later(made, 30);
    const { environment } = await ask(made.id, until);
    const approval = portal.pending(environment);
    const waits = {
      state: 'pending',
      decisions: [],
      change: { end: { to: until } },
    };
    const shown = async () =>
      (await portal.as('ada').getApproval(approval.id)).approval;

    // Whatever can't be written: the log of the last step, or the end of what is outdated.
    let restore = await refuseWrites(
      'audit_records',
      "new.action = 'environment.extend' and new.stage = 'succeeded'",
    );
    await expect(refusal(portal.decide('olu', approval))).resolves.toMatch(
      /^50/,
    );
    await restore();
    expect(await shown()).toMatchObject(waits);
    expect((await portal.get(made.id)).lease).toEqual(made.lease);

    await knex('environments')
      .where({ id: made.id })
      .update({ owner_ref: ORCHARD });
    restore = await refuseWrites('operations', "new.state = 'Cancelled'");
    await expect(refusal(portal.decide('olu', approval))).resolves.toMatch(
      /^50/,
    );
    await restore();
    expect(await shown()).toMatchObject(waits);
    await expect(refusal(portal.decide('olu', approval))).resolves.toMatch(
      /^409 .*has ended/,
    );
    expect(await shown()).toMatchObject({ state: 'outdated', decisions: [] });
    expect((await portal.get(made.id)).lease).toEqual(made.lease);
  });

  /** As when a backend is killed there. */
  async function refuseWrites(table: string, when: string) {
    await knex.raw(`
      create function refuse_writes() returns trigger language plpgsql as
        $$ begin raise exception 'stopped here'; end $$;
      create trigger refuse_writes before insert or update on ${table}
        for each row when (${when}) execute function refuse_writes();`);
    return () => knex.raw('drop function refuse_writes cascade');
  }

  it('is not begun by any worker before all have agreed', async () => {
    const made = await portal.make();
    const { operation } = await ask(made.id, later(made, 30));
    await portal.runTask('environments-sweep');
    expect(await portal.as('dana').getOperation(operation.id)).toMatchObject({
      state: 'AwaitingApproval',
    });
  });
});
