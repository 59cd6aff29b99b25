import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { keepFromWorkers } from '../testing/keepFromWorkers';
import {
  HARBOR,
  TemplatesPortal,
  refusal,
  startTemplatesPortal,
} from '../testing/startTemplatesPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('cloning and cancelling', () => {
  let knex: Knex;
  let portal: TemplatesPortal;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startTemplatesPortal(knex);
  });
  afterAll(async () => portal.stop());

  async function createReady() {
    const { environment, operation } = await portal.create(
      'dana',
      'team-sandbox',
      { owner: HARBOR },
    );
    await portal.finished(operation.id);
    return environment;
  }
  it('makes another environment with the same choices, for whoever may see it and create', async () => {
    const original = await createReady();
    const name = `copy-${uuid().slice(0, 8)}`;
    const request = { name, owner: 'user:default/dana' };
    const key = uuid();
    const { environment, operation } = await portal
      .as('dana')
      .cloneEnvironment(original.id, request, key);
    expect(environment).toMatchObject({
      name,
      owner: 'user:default/dana',
      parameters: original.parameters,
      addOns: original.addOns,
    });
    expect(operation).toMatchObject({
      kind: 'create',
      clonedFrom: original.id,
    });
    expect(environment.namespace).not.toBe(original.namespace);
    await portal.finished(operation.id);
    const again = await portal
      .as('dana')
      .cloneEnvironment(original.id, request, key);
    expect(again.operation.id).toBe(operation.id);
    expect(
      await refusal(
        portal
          .as('milo')
          .cloneEnvironment(
            original.id,
            { name, owner: 'user:default/milo' },
            uuid(),
          ),
      ),
    ).toMatch('404');
  });

  it('takes back what no worker has begun, and leaves the environment as it was', async () => {
    const { id } = await createReady();
    const dana = portal.as('dana');
    const { operation, environment } = await keepFromWorkers(knex, () =>
      dana.createOperation(id, { kind: 'hibernate' }, uuid()),
    );
    expect(environment.phase).toBe('Hibernating');
    expect(operation.cancellable).toBe(true);

    expect(
      await refusal(portal.as('milo').cancelOperation(operation.id)),
    ).toMatch('404');
    const cancelled = await dana.cancelOperation(operation.id, 'Not yet');
    expect(cancelled.operation).toMatchObject({
      state: 'Cancelled',
      failure: { message: 'user:default/dana cancelled it: Not yet' },
    });
    expect(cancelled.environment).toMatchObject({ phase: 'Ready' });
    expect(cancelled.environment.hibernation).toBeUndefined();
    expect(await refusal(dana.cancelOperation(operation.id))).toMatch(
      '409 The operation is done',
    );
    const records = await portal.lastRecords('environment.cancel');
    expect(records.slice(0, 2)).toMatchObject([
      { stage: 'failed', reason: expect.stringMatching('has Cancelled') },
      { stage: 'succeeded', reason: 'Not yet' },
    ]);
  });

  it('ends a creation that is cancelled by deleting what it made', async () => {
    const dana = portal.as('dana');
    const { environment, operation } = await keepFromWorkers(knex, () =>
      portal.create('dana', 'team-sandbox', { owner: HARBOR }),
    );
    const cancelled = await dana.cancelOperation(operation.id);
    expect(cancelled.operation).toMatchObject({ kind: 'delete' });
    await portal.finished(cancelled.operation.id);
    expect(await dana.getOperation(operation.id)).toMatchObject({
      state: 'Cancelled',
    });
    expect(await dana.getEnvironment(environment.id)).toMatchObject({
      phase: 'Deleted',
    });
  });

  it('counts as use, so that a plan does not ask for the same a minute later', async () => {
    const { id } = await createReady();
    const { operation } = await keepFromWorkers(knex, () =>
      portal.as('dana').createOperation(id, { kind: 'hibernate' }, uuid()),
    );
    await knex('environments')
      .where({ id })
      .update({ asked_at: knex.raw("clock_timestamp() - interval '1 day'") });
    await portal.as('dana').cancelOperation(operation.id);
    const { asked_at: asked } = await knex('environments')
      .where({ id })
      .first();
    expect(asked.getTime()).toBeGreaterThan(Date.parse(operation.requestedAt));
  });

  it('tells nobody whether there is an operation that they may not see', async () => {
    const { operation } = await createReady();
    const milo = portal.as('milo');
    const cancel = async (id: string) =>
      (await refusal(milo.cancelOperation(id))).replaceAll(id, 'ID');
    const foreign = await cancel(operation.id);
    expect(foreign).toMatch('404 There is no operation ID that you may see');
    const unknown = uuid();
    expect(await cancel(unknown)).toBe(foreign);
    const records = await portal.lastRecords('environment.cancel');
    expect(records.slice(0, 2)).toMatchObject([
      { stage: 'denied', reason: `There is no operation ${unknown}` },
      { stage: 'denied', reason: 'The caller may not see this environment' },
    ]);
  });

  it('refuses to cancel what has its end in itself', async () => {
    const { id, operation } = await createReady();
    expect(
      await refusal(portal.as('dana').cancelOperation(operation.id)),
    ).toMatch('409 The operation is done');
    expect(await refusal(portal.as('dana').cancelOperation(uuid()))).toMatch(
      '404',
    );
    expect(
      await refusal(portal.as('ada').cancelOperation(operation.id)),
    ).toMatch('403');
    expect(await portal.as('dana').getEnvironment(id)).toMatchObject({
      phase: 'Ready',
    });
  });
});
