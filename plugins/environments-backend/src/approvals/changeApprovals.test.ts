import { TestDatabases } from '@backstage/backend-test-utils';
import {
  Environment,
  UpgradeRequest,
} from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import {
  AgreementPortal,
  startAgreementPortal,
} from '../testing/startAgreementPortal';
import { refusal } from '../testing/startTemplatesPortal';
import { Person } from '../testing/startTestPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const OPS = 'group:default/platform-ops';
const HARBOR = 'group:default/team-harbor';
const ORCHARD = 'group:default/team-orchard';
const OWN = `apiVersion: v1
kind: ConfigMap
metadata: { name: own }
`;

/** Upgrades and transfers that policies want agreement for, over HTTP, on PostgreSQL and a cluster in memory. */
describe('a change that others must agree to', () => {
  let knex: Knex;
  let portal: AgreementPortal;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startAgreementPortal(knex, {
      spec: {
        ownManifests: { kinds: ['ConfigMap'] },
        policies: [
          {
            name: 'large',
            when: 'parameters.tier == "large"',
            effect: 'requireApproval',
            by: OPS,
            count: 2,
            message: 'Large ones cost money',
          },
          {
            name: 'guests',
            when: `owner.ref != "${HARBOR}" && parameters.tier == "small"`,
            effect: 'requireApproval',
            by: OPS,
            message: 'Ops know who has what',
          },
          {
            name: 'ours',
            when: `owner.ref == "${OPS}"`,
            effect: 'deny',
            message: 'Ops have their own',
          },
        ],
      },
      config: { limits: { perOwner: 20 } },
    });
  });
  afterAll(async () => portal.stop());

  /** What an upgrade to a large one would be. */
  async function large({ id }: Environment): Promise<UpgradeRequest> {
    const parameters = { tier: 'large' };
    const preview = await portal
      .as('dana')
      .createUpgradePreview(id, { parameters });
    expect(preview).toMatchObject({
      problems: [],
      approvals: [{ by: OPS, count: 2, policy: 'large', source: 'template' }],
    });
    return {
      revision: preview.to,
      agreement: preview.agreement!,
      parameters,
      reason: 'Many orders before Christmas',
    };
  }

  const upgrade = async (environment: Environment, idempotencyKey = uuid()) =>
    portal.as('dana').createUpgrade(environment.id, await large(environment), {
      idempotencyKey,
    });

  const give = (id: string, owner: string, person: Person = 'dana') =>
    portal.request(person, id, { kind: 'transfer', owner });

  const trail = (id: string) => portal.trail(id, /upgrade|transfer|approval/);

  it('is an upgrade that is done when two of them have agreed, and just that', async () => {
    const made = await portal.make();
    const { id } = made;
    const key = uuid();
    const { environment, operation } = await upgrade(made, key);
    expect(environment).toMatchObject({
      phase: 'Ready',
      parameters: { tier: 'small' },
      operation: { id: made.operation.id },
      allowed: { withdraw: true },
    });
    expect(operation).toMatchObject({
      kind: 'upgrade',
      state: 'AwaitingApproval',
      reason: 'Many orders before Christmas',
    });
    expect((await upgrade(made, key)).operation.id).toBe(operation.id);
    await expect(refusal(upgrade(made))).resolves.toMatch(
      /^409 .*An upgrade of environment .* waits for agreement already/,
    );
    const approval = portal.pending(environment);
    expect(await portal.as('olu').getApproval(approval.id)).toMatchObject({
      approval: {
        mayDecide: true,
        change: {
          kind: 'upgrade',
          reason: 'Many orders before Christmas',
          choices: [
            { path: '/parameters/tier', before: 'small', after: 'large' },
          ],
        },
      },
      parameters: { tier: 'large' },
      policies: expect.arrayContaining([
        expect.objectContaining({ name: 'large', applied: true }),
      ]),
    });

    await portal.decide('olu', approval);
    expect((await portal.get(id)).phase).toBe('Ready');
    await portal.decide('oki', approval);
    expect(await portal.finished(operation.id)).toMatchObject({
      state: 'Succeeded',
      requestedBy: 'user:default/dana',
    });
    expect(await portal.get(id)).toMatchObject({
      phase: 'Ready',
      parameters: { tier: 'large' },
      operation: { id: operation.id },
      allowed: { rollback: true, withdraw: false },
    });
    // The second request of the same is refused, and recorded.
    expect(
      (await trail(id)).filter(one => one !== 'environment.upgrade failed'),
    ).toEqual([
      'environment.upgrade requested',
      'approval.request requested',
      'approval.decide succeeded',
      'approval.decide succeeded',
      'environment.upgrade authorized',
      'environment.upgrade succeeded',
    ]);
    const authorized = (await portal.recordsOf(id)).find(
      ({ action, stage }) =>
        action === 'environment.upgrade' && stage === 'authorized',
    );
    expect(authorized).toMatchObject({
      actor: { ref: 'user:default/dana' },
      policies: expect.arrayContaining([
        expect.objectContaining({ name: 'large', applied: true }),
      ]),
      approvals: [{ by: OPS, count: 2, policy: 'large' }],
    });
  });

  it('is no longer done when the environment was made another meanwhile', async () => {
    const made = await portal.make();
    const { environment, operation } = await upgrade(made);
    const approval = portal.pending(environment);
    await portal.decide('olu', approval);
    const preview = await portal
      .as('dana')
      .createUpgradePreview(made.id, { manifests: OWN });
    const other = await portal.as('dana').createUpgrade(made.id, {
      revision: preview.to,
      agreement: preview.agreement!,
      manifests: OWN,
    });
    await portal.finished(other.operation.id);
    await expect(refusal(portal.decide('oki', approval))).resolves.toMatch(
      /^409 .*can't be done any more, and has ended; nothing was changed/,
    );
    expect(await portal.as('dana').getOperation(operation.id)).toMatchObject({
      state: 'Cancelled',
      failure: { reason: 'Outdated' },
    });
    const after = await portal.get(made.id);
    expect(after).toMatchObject({
      phase: 'Ready',
      parameters: { tier: 'small' },
      operation: { id: other.operation.id },
    });
    expect(after.approvals).toMatchObject([
      { state: 'outdated', decisions: [{ by: 'user:default/olu' }] },
    ]);
    // Who is left to ask for it anew is free to.
    expect((await upgrade(after)).operation.state).toBe('AwaitingApproval');
  });

  it('waits with its last agreement for an environment that is asleep', async () => {
    const made = await portal.make();
    const { environment, operation } = await upgrade(made);
    const approval = portal.pending(environment);
    await portal.decide('olu', approval);
    const slept = await portal.request('dana', made.id, { kind: 'hibernate' });
    await portal.finished(slept.operation.id);
    await expect(refusal(portal.decide('oki', approval))).resolves.toMatch(
      /^409 .*it is Hibernated.*Your decision was not taken down/,
    );
    const resumed = await portal.request('dana', made.id, { kind: 'resume' });
    await portal.finished(resumed.operation.id);
    await portal.decide('oki', approval);
    expect(await portal.finished(operation.id)).toMatchObject({
      state: 'Succeeded',
    });
  });

  it('is a transfer that says so before it is asked for, and what policies have against it', async () => {
    const { id } = await portal.make();
    const preview = (owner: string, person: Person = 'dana') =>
      portal.as(person).createTransferPreview(id, { owner });
    const records = (await portal.recordsOf(id)).length;
    const asked = await preview(ORCHARD);
    expect(asked).toMatchObject({
      from: HARBOR,
      to: ORCHARD,
      problems: [],
      approvals: [
        {
          by: OPS,
          count: 1,
          policy: 'guests',
          message: 'Ops know who has what',
        },
      ],
    });
    // Just those are asked who were named.
    const { environment } = await give(id, ORCHARD);
    expect(portal.pending(environment).requirement).toEqual(
      asked.approvals![0],
    );
    expect(await preview(OPS)).toMatchObject({
      problems: [
        {
          path: '/owner',
          message: expect.stringContaining('Ops have their own'),
        },
      ],
    });
    await expect(refusal(give(id, OPS))).resolves.toMatch(
      /^400 .*Ops have their own/,
    );
    await expect(refusal(preview(HARBOR))).resolves.toMatch(
      /^409 .*request\/body\/owner: environment .* is group:default\/team-harbor's already/,
    );
    await expect(refusal(preview('group:default/nobody'))).resolves.toMatch(
      /^400 request\/body\/owner: the catalog has no user/,
    );
    await expect(refusal(preview(ORCHARD, 'milo'))).resolves.toMatch(/^404/);
    await expect(refusal(preview(ORCHARD, 'ada'))).resolves.toMatch(/^403/);
    // It changed nothing itself.
    expect((await portal.recordsOf(id)).slice(records)).not.toContainEqual(
      expect.objectContaining({
        action: 'environment.transfer',
        stage: 'succeeded',
      }),
    );
    expect(await portal.get(id)).toMatchObject({ owner: HARBOR });
  });

  it('is a transfer that is done when they have agreed', async () => {
    const made = await portal.make();
    const { id } = made;
    const { environment, operation } = await give(id, ORCHARD);
    expect(environment).toMatchObject({ owner: HARBOR, phase: 'Ready' });
    expect(operation.state).toBe('AwaitingApproval');
    const approval = portal.pending(environment);
    expect(approval.change).toMatchObject({
      kind: 'transfer',
      owner: { from: HARBOR, to: ORCHARD },
    });
    await expect(
      refusal(portal.as('milo').getEnvironment(id)),
    ).resolves.toMatch(/^404/);
    await portal.decide('oki', approval);
    expect(await portal.finished(operation.id)).toMatchObject({
      state: 'Succeeded',
    });
    expect(await portal.as('milo').getEnvironment(id)).toMatchObject({
      owner: ORCHARD,
      phase: 'Ready',
    });
    expect(await trail(id)).toEqual([
      'environment.transfer requested',
      'approval.request requested',
      'approval.decide succeeded',
      'environment.transfer authorized',
      'environment.transfer succeeded',
    ]);
  });

  it('is no longer done when there is no room for it, or the owner is another', async () => {
    const made = await portal.make();
    const { environment } = await give(made.id, ORCHARD);
    // Ops may give it away without asking, as long as a policy lets them.
    await knex('environments')
      .where({ id: made.id })
      .update({ owner_ref: 'group:default/team-quay' });
    await expect(
      refusal(portal.decide('oki', portal.pending(environment))),
    ).resolves.toMatch(/^409 .*no longer what it was.*it has another owner/);

    const full = await portal.make();
    const asked = await give(full.id, 'user:default/milo');
    const name = full.name;
    const theirs = await portal.make();
    await knex('environments')
      .where({ id: theirs.id })
      .update({ owner_ref: 'user:default/milo', name });
    await expect(
      refusal(portal.decide('olu', portal.pending(asked.environment))),
    ).resolves.toMatch(/^409 .*milo has an environment .* already/);
    expect(await portal.get(full.id)).toMatchObject({
      owner: HARBOR,
      phase: 'Ready',
    });
  });

  it('waits beside others of other kinds, and all end with the environment', async () => {
    const made = await portal.make();
    await upgrade(made);
    const { environment } = await give(made.id, ORCHARD);
    const open = environment.approvals!.filter(
      ({ state }) => state === 'pending',
    );
    expect(open.map(({ change }) => change!.kind).sort()).toEqual([
      'transfer',
      'upgrade',
    ]);
    await portal.as('dana').deleteEnvironment(made.id);
    expect(
      await knex('operations').where({
        environment_id: made.id,
        state: 'AwaitingApproval',
      }),
    ).toEqual([]);
    expect((await portal.get(made.id)).approvals).toMatchObject([
      { state: 'cancelled' },
      { state: 'cancelled' },
    ]);
  });
});
