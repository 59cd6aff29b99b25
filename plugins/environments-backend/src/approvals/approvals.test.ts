import { TestDatabases } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { Environment } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { refusal } from '../testing/startTemplatesPortal';
import {
  ApprovalsPortal,
  startApprovalsPortal,
} from '../testing/startApprovalsPortal';
import { TestPortal } from '../testing/startTestPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const HARBOR = 'group:default/team-harbor';
const OPS = 'group:default/platform-ops';

const LARGE = 'parameters.tier == "large"';

/** Agreements of others, over HTTP, on PostgreSQL and a cluster in memory. */
describe('approvals', () => {
  let knex: Knex;
  let portal: TestPortal;
  let sent: ApprovalsPortal['sent'];
  let request: ApprovalsPortal['request'];
  let decide: ApprovalsPortal['decide'];

  beforeEach(async () => {
    knex = await databases.init('POSTGRES_18');
  });
  afterEach(async () => {
    await portal.stop();
  });

  async function start(spec: JsonObject, config: JsonObject = {}) {
    ({ portal, sent, request, decide } = await startApprovalsPortal({
      knex,
      spec,
      config,
    }));
  }

  async function phase(id: string) {
    return (await portal.as('ada').getEnvironment(id)).phase;
  }

  const trail = async (environmentId: string) =>
    (
      await knex('audit_log')
        .where({ environment_id: environmentId })
        .orderBy('seq')
    ).map(({ record }) => record);

  it('makes nothing until two of a group have agreed, and the log says who', async () => {
    await start({ approvals: [{ by: OPS, count: 2, when: LARGE }] });
    const small = await request('dana', { tier: 'small', name: 'small' });
    expect(small.phase).toBe('Provisioning');

    const { id, phase: first, approvals, operation } = await request('dana');
    expect(first).toBe('AwaitingApproval');
    const [approval] = approvals!;
    expect(approval).toMatchObject({
      state: 'pending',
      requirement: { by: OPS, count: 2, source: 'template' },
      requestedBy: 'user:default/dana',
    });
    await portal.runTask('environments-approvals');
    expect(sent).toEqual([
      expect.objectContaining({
        recipients: expect.objectContaining({
          entityRef: [OPS],
          excludeEntityRef: 'user:default/dana',
        }),
      }),
    ]);

    const asked = await portal.as('olu').listApprovals();
    expect(asked.items).toEqual([
      expect.objectContaining({ id: approval.id, mayDecide: true }),
    ]);
    expect((await portal.as('milo').listApprovals()).items).toEqual([]);

    await decide('olu', approval.id);
    expect(await phase(id)).toBe('AwaitingApproval');
    // Once more is the same answer; nobody counts twice.
    await expect(decide('olu', approval.id)).resolves.toMatchObject({
      approval: { state: 'pending' },
    });
    await decide('oki', approval.id);
    expect(await portal.finished(operation.id)).toMatchObject({
      state: 'Succeeded',
    });

    const records = await trail(id);
    const stages = records.map(({ action, stage }) => `${action} ${stage}`);
    expect(stages.slice(0, 7)).toEqual([
      'environment.create requested',
      'approval.request requested',
      'approval.decide succeeded',
      'approval.decide succeeded',
      'environment.create authorized',
      'environment.admit succeeded',
      'kubernetes.create attempt',
    ]);
    const authorized = records[4];
    expect(authorized.policies).toEqual([
      expect.objectContaining({ name: 'approval-1', applied: true }),
    ]);
    expect(authorized.approvals[0].decisions).toHaveLength(2);

    const day = 86_400_000;
    const report = await portal.as('ada').getAuditReport({
      from: new Date(Date.now() - day).toISOString(),
      to: new Date(Date.now() + day).toISOString(),
    });
    expect(report.figures.approvals).toBe(2);
  });

  it('lets nobody agree to what they asked for, who is not asked, or twice', async () => {
    await start({ approvals: [{ by: HARBOR }] });
    const { approvals, id } = await request('dana');
    const approval = approvals![0].id;
    await expect(refusal(decide('dana', approval))).resolves.toMatch(
      /^403 .*You asked for it yourself/,
    );
    await expect(refusal(decide('milo', approval))).resolves.toMatch(
      /^404 .*There is no approval/,
    );
    await expect(refusal(decide('olu', approval))).resolves.toMatch(
      /^403 .*Only group:default\/team-harbor may decide/,
    );
    await decide('drew', approval);
    await expect(
      refusal(decide('drew', approval, 'reject', 'Changed my mind')),
    ).resolves.toMatch(/^409 .*It is approved already/);
    expect(
      (await trail(id)).filter(({ stage }) => stage === 'denied'),
    ).toHaveLength(4);
  });

  it('refuses what was not looked at', async () => {
    await start({ approvals: [{ by: OPS }] });
    const asked = await request('dana');
    const { approvals } = asked;
    await expect(
      refusal(
        portal.as('olu').decideApproval(approvals![0].id, {
          decision: 'approve',
          digest: `sha256:${'0'.repeat(64)}`,
        }),
      ),
    ).resolves.toMatch(/^409 .*look at it again/);
    const { id: environment, operation } = asked;
    expect(
      (await trail(environment)).filter(
        ({ action }) => action === 'approval.decide',
      ),
    ).toEqual([
      expect.objectContaining({
        stage: 'failed',
        actor: expect.objectContaining({ kind: 'user' }),
        operationId: operation.id,
        parameters: { approval: approvals![0].id, decision: 'approve' },
      }),
    ]);
  });

  it('makes nothing of what one refuses, with the reason', async () => {
    await start({ approvals: [{ by: OPS }, { by: HARBOR }] });
    const { id, approvals, operation } = await request('dana');
    const [ops, team] = approvals!;
    await decide('drew', team.id);
    await expect(refusal(decide('olu', ops.id, 'reject'))).resolves.toMatch(
      /^400 .*say why/,
    );
    await decide('olu', ops.id, 'reject', 'Too large for a trial');
    expect(await portal.as('dana').getOperation(operation.id)).toMatchObject({
      state: 'Cancelled',
      failure: {
        reason: 'Rejected',
        message: expect.stringContaining('Too large for a trial'),
      },
    });
    const { operation: deletion } = await portal.as('ada').getEnvironment(id);
    await portal.finished(deletion.id);
    expect(await phase(id)).toBe('Deleted');
    expect(
      (await trail(id)).some(({ action }) => action.startsWith('kubernetes')),
    ).toBe(false);
    await portal.runTask('environments-approvals');
    expect(
      sent.filter(({ payload }) => /is not made/.test(payload.title)),
    ).toEqual([
      expect.objectContaining({
        recipients: { type: 'entity', entityRef: 'user:default/dana' },
        payload: expect.objectContaining({
          description: expect.stringContaining('Too large for a trial'),
        }),
      }),
    ]);
  });

  it('lets a stand-in decide, once for each person, and never for who asked', async () => {
    await start({ approvals: [{ by: OPS, count: 2 }] });
    const until = new Date(Date.now() + 86_400_000).toISOString();
    await portal.as('olu').delegateApprovals({
      to: 'user:default/milo',
      until,
      reason: 'On leave',
    });
    await expect(
      refusal(
        portal
          .as('olu')
          .delegateApprovals({ to: 'user:default/nobody', until }),
      ),
    ).resolves.toMatch(/^400 .*the catalog has no user/);
    const { id, approvals, operation } = await request('dana');
    const approval = approvals![0].id;
    expect((await portal.as('milo').listApprovals()).items).toEqual([
      expect.objectContaining({
        id: approval,
        mayDecide: true,
        onBehalfOf: 'user:default/olu',
      }),
    ]);
    await decide('milo', approval);
    await expect(refusal(decide('olu', approval))).resolves.toMatch(
      /^403 .*Your stand-in has decided already/,
    );
    await decide('oki', approval);
    await portal.finished(operation.id);
    const decision = (await trail(id)).find(
      ({ action }) => action === 'approval.decide',
    );
    expect(decision.actor.onBehalfOf).toBeDefined();

    const [{ id: delegation }] = (
      await portal.as('olu').listApprovalDelegations()
    ).items;
    await expect(
      refusal(portal.as('oki').endApprovalDelegation(delegation)),
    ).resolves.toMatch(/^404 .*no delegation/);
    await portal.as('olu').endApprovalDelegation(delegation);
    const { approvals: next } = await request('dana', { name: 'shop-2' });
    await expect(refusal(decide('milo', next![0].id))).resolves.toMatch(
      /^404 .*There is no approval/,
    );
  });

  it('is agreed to by nobody after its end, also before that was noticed, and recorded once', async () => {
    await start({ approvals: [{ by: OPS }] });
    const { id, approvals } = await request('dana');
    const [approval] = approvals!;
    await knex('approvals').update({
      expires_at: knex.raw('clock_timestamp()'),
    });
    await expect(refusal(decide('olu', approval.id))).resolves.toMatch(
      /^409 .*Nobody decided in time/,
    );
    expect(await portal.as('olu').getApproval(approval.id)).toMatchObject({
      approval: { state: 'pending', mayDecide: false, decisions: [] },
    });
    expect(await phase(id)).toBe('AwaitingApproval');
    const decided = await knex('audit_log').whereRaw(
      "record ->> 'action' = 'approval.decide'",
    );
    expect(decided.map(({ record }) => record)).toEqual([
      expect.objectContaining({
        stage: 'denied',
        environmentId: id,
        parameters: { approval: approval.id },
      }),
    ]);
  });

  it('asks the catalog for stand-ins while nothing is locked, and not for ever', async () => {
    await start({ approvals: [{ by: OPS }] });
    await portal.as('olu').delegateApprovals({
      to: 'user:default/milo',
      until: new Date(Date.now() + 86_400_000).toISOString(),
    });
    const { id } = await request('dana');
    let free: unknown[] = [];
    let answer = () => {};
    const silence = new Promise<void>(resolve => {
      answer = resolve;
    });
    portal.catalog.waitFor(async () => {
      free = await knex.transaction(tx =>
        tx('environments').where({ id }).forUpdate().skipLocked().select('id'),
      );
      await silence;
    });
    await portal.runTask('environments-approvals');
    expect(free).toHaveLength(1);
    expect(sent).toEqual([]);
    portal.catalog.waitFor(undefined);
    answer();
    await portal.runTask('environments-approvals');
    expect(sent.map(({ recipients }) => recipients)).toEqual([
      expect.objectContaining({ entityRef: [OPS, 'user:default/milo'] }),
    ]);
  });

  it('is under no legal hold before all have agreed', async () => {
    await start({ approvals: [{ by: OPS }] });
    const { id, approvals, allowed } = await request('dana');
    expect(allowed).toMatchObject({ cancel: true, legalHold: false });
    await expect(
      refusal(portal.as('ada').holdLegally(id, 'Case 7')),
    ).resolves.toMatch(/^409 .*nothing of it is made/);
    expect((await trail(id)).at(-1)).toMatchObject({
      action: 'environment.legalHold',
      stage: 'failed',
    });
    await decide('olu', approvals![0].id, 'reject', 'Too large');
    expect(await phase(id)).not.toBe('AwaitingApproval');
  });

  it('does for others what can’t be done for one, such as a hold from before', async () => {
    await start({ approvals: [{ by: OPS }] });
    const held = await request('dana', { name: 'held' });
    const other = await request('dana', { name: 'other' });
    await knex('environments')
      .where({ id: held.id })
      .update({
        legal_hold: {
          by: 'user:default/ada',
          reason: 'Case 7',
          since: new Date().toISOString(),
        },
      });
    const { allowed } = await portal.as('ada').getEnvironment(held.id);
    expect(allowed).toMatchObject({ cancel: false, legalHold: true });
    await expect(
      refusal(decide('olu', held.approvals![0].id, 'reject', 'Too large')),
    ).resolves.toMatch(/^409 .*under legal hold/);
    await knex('approvals').update({
      expires_at: knex.raw('clock_timestamp()'),
    });
    await portal.runTask('environments-approvals');
    const stateOf = async ({ approvals }: Environment) =>
      (await portal.as('ada').getApproval(approvals![0].id)).approval.state;
    expect(await stateOf(other)).toBe('expired');
    const { operation } = await portal.as('ada').getEnvironment(other.id);
    await portal.finished(operation.id);
    await portal.runTask('environments-approvals');
    expect(sent.map(({ payload }) => payload.title)).toContain(
      'Environment other is not made',
    );
    expect(await stateOf(held)).toBe('pending');
    await portal.as('ada').endLegalHold(held.id, 'It was none');
    await portal.runTask('environments-approvals');
    expect(await stateOf(held)).toBe('expired');
  });

  it('closes with the request that is taken back', async () => {
    await start({ approvals: [{ by: OPS }] });
    const { approvals, operation, id } = await request('dana');
    await portal.as('dana').cancelOperation(operation.id, 'Not needed');
    expect(await portal.as('dana').getApproval(approvals![0].id)).toMatchObject(
      { approval: { state: 'cancelled' } },
    );
    await expect(refusal(decide('olu', approvals![0].id))).resolves.toMatch(
      /^409 .*It is cancelled already/,
    );
    const { operation: deletion } = await portal.as('ada').getEnvironment(id);
    await portal.finished(deletion.id);
  });

  it('shows approvals to those whom they concern, and all to ops and auditors', async () => {
    await start({ approvals: [{ by: HARBOR }] });
    const { approvals } = await request('dana');
    const [{ id }] = approvals!;
    for (const person of ['dana', 'drew', 'olu', 'ada'] as const) {
      await expect(portal.as(person).getApproval(id)).resolves.toMatchObject({
        approval: { id },
        summary: expect.any(Array),
      });
    }
    await expect(refusal(portal.as('milo').getApproval(id))).resolves.toMatch(
      /^404 .*There is no approval/,
    );
    await expect(
      refusal(portal.as('dana').listApprovals({ scope: 'all' })),
    ).resolves.toMatch(/^403 .*Only ops and auditors/);
    expect(
      (await portal.as('dana').listApprovals({ scope: 'requested' })).items,
    ).toHaveLength(1);
    expect(
      (await portal.as('ada').listApprovals({ scope: 'all' })).items,
    ).toHaveLength(1);
  });
});
