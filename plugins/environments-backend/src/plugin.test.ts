import { TestDatabases, mockCredentials } from '@backstage/backend-test-utils';
import { CreateEnvironmentRequest } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { auditCatalogue } from './audit/auditCatalogue';
import { TestPortal, startTestPortal } from './testing/startTestPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const TEAM_SANDBOX = 'environmenttemplate:default/team-sandbox';
const HARBOR = 'group:default/team-harbor';

describe('the environments API', () => {
  let knex: Knex;
  let portal: TestPortal;
  let keys = 0;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startTestPortal({
      knex,
      clusters: [{ name: 'twin', inMemory: true }],
    });
  });
  afterAll(async () => portal.stop());
  // Workers that are still at it would write into the next test.
  afterEach(async () => {
    const unfinished = await knex('operations').whereNull('finished_at');
    await Promise.all(unfinished.map(({ id }) => portal.finished(id)));
  });

  async function requestFor(
    name: string,
    change: Partial<CreateEnvironmentRequest> = {},
  ): Promise<CreateEnvironmentRequest> {
    const { revision } = await portal
      .as('dana')
      .getTemplate({ namespace: 'default', name: 'team-sandbox' });
    return {
      template: TEAM_SANDBOX,
      revision,
      name,
      owner: HARBOR,
      parameters: {},
      ...change,
    };
  }

  async function makeReady(name: string) {
    const accepted = await portal
      .as('dana')
      .createEnvironment(await requestFor(name), newKey());
    const operation = await portal.finished(accepted.operation.id);
    expect(operation).toMatchObject({ state: 'Succeeded' });
    return accepted.environment.id;
  }

  function newKey() {
    keys += 1;
    return `test-key-${keys}`;
  }

  async function recordsOf(environment: string) {
    const { items } = await portal
      .as('ada')
      .listAuditRecords({ environment, limit: 200 });
    return items.reverse();
  }

  it('makes an environment, gives access to it and deletes it, and has a record of each step', async () => {
    const dana = portal.as('dana');
    const { environment, operation } = await dana.createEnvironment(
      await requestFor('whole-way'),
      newKey(),
    );
    expect(environment).toMatchObject({
      name: 'whole-way',
      owner: HARBOR,
      createdBy: 'user:default/dana',
      phase: 'Provisioning',
      cluster: { name: 'twin', reality: 'memory' },
    });
    expect(operation).toMatchObject({ kind: 'create', state: 'Queued' });

    expect(await portal.finished(operation.id)).toMatchObject({
      state: 'Succeeded',
      stages: [
        { name: 'namespace', state: 'Succeeded' },
        { name: 'policies', state: 'Succeeded' },
        { name: 'verify', state: 'Succeeded' },
      ],
    });
    const ready = await dana.getEnvironment(environment.id);
    expect(ready).toMatchObject({
      phase: 'Ready',
      namespaceUid: expect.any(String),
      allowed: { delete: true, access: true },
    });
    expect(ready.conditions).toContainEqual(
      expect.objectContaining({ type: 'Ready', status: 'True' }),
    );
    const objects = await dana.listObjects(environment.id);
    expect(objects.items.map(({ health }) => health)).toEqual(
      objects.items.map(() => 'Healthy'),
    );

    const access = await dana.createKubeconfig(environment.id);
    expect(access.kubeconfig).toContain(`namespace: ${environment.namespace}`);

    const deletion = await dana.deleteEnvironment(environment.id);
    expect(deletion.environment.phase).toBe('Deleting');
    const again = await dana.deleteEnvironment(environment.id);
    expect(again.operation.id).toBe(deletion.operation.id);
    expect(await portal.finished(deletion.operation.id)).toMatchObject({
      state: 'Succeeded',
    });
    expect(await dana.getEnvironment(environment.id)).toMatchObject({
      phase: 'Deleted',
      allowed: { delete: false, access: false },
    });

    const records = await recordsOf(environment.id);
    const trail = records.map(({ action, stage }) => `${action} ${stage}`);
    expect(trail).toEqual([
      'environment.create requested',
      'environment.create authorized',
      'kubernetes.create attempt',
      'kubernetes.create succeeded',
      ...objects.items.slice(1).map(() => 'kubernetes.apply attempt'),
      ...objects.items.slice(1).map(() => 'kubernetes.apply succeeded'),
      'environment.create succeeded',
      'environment.access requested',
      'environment.access authorized',
      'environment.access attempt',
      'environment.access succeeded',
      'environment.delete requested',
      'environment.delete authorized',
      'kubernetes.delete attempt',
      'kubernetes.delete succeeded',
      'environment.delete succeeded',
    ]);
    expect(records[1]).toMatchObject({
      actor: { ref: 'user:default/dana', groups: [HARBOR] },
      authorization: {
        permission: 'environments.environment.create',
        decision: 'ALLOW',
      },
      template: { ref: TEAM_SANDBOX, revision: environment.template.revision },
    });
    expect(records[2].actor).toMatchObject({
      kind: 'system',
      onBehalfOf: 'user:default/dana',
    });
    const token = /token: (\S+)/.exec(access.kubeconfig)![1];
    expect(JSON.stringify(records)).not.toContain(token);
  });

  it('answers a repeated request with the same operation, and another one under the same key with a conflict', async () => {
    const key = newKey();
    const request = await requestFor('once');
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        portal.as('dana').createEnvironment(request, key),
      ),
    );
    expect(new Set(answers.map(({ operation }) => operation.id)).size).toBe(1);
    await expect(
      portal.as('dana').createEnvironment({ ...request, name: 'twice' }, key),
    ).rejects.toMatchObject({ response: { status: 409 } });
  });

  it('refuses a name that the owner has in use, also when both come at once', async () => {
    const request = await requestFor('race');
    const results = await Promise.allSettled(
      Array.from({ length: 4 }, () =>
        portal.as('dana').createEnvironment(request, newKey()),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(
      1,
    );
    const refusals = results.filter(result => result.status === 'rejected');
    expect(refusals.map(({ reason }) => reason.cause.message)).toEqual(
      refusals.map(() => expect.stringContaining('choose another name')),
    );
  });

  it.each([
    ['a name that is no DNS label', { name: 'Not_A_Name' }, '/body/name'],
    [
      'a parameter that is not in the template',
      { parameters: { nonsense: 1 } },
      '/parameters',
    ],
    ['an unknown field', { surprise: true } as object, '/body/surprise'],
    [
      'two faults at once',
      { name: '-', surprise: true } as object,
      /body\/name.*body\/surprise|body\/surprise.*body\/name/,
    ],
    ['a cluster that there is not', { cluster: 'moon' }, 'twin'],
    [
      'a template that there is not',
      { template: 'environmenttemplate:default/moon' },
      '/body/template',
    ],
    ['text that can not be stored', { parameters: { size: 'a\0b' } }, 'NUL'],
    [
      'parameters that no record can hold',
      { parameters: { size: '界'.repeat(20_000) } },
      '/parameters',
    ],
  ])(
    'refuses %s with the place, and writes nothing but the refusal',
    async (_, change, place) => {
      const before = await countRows();
      const response = await portal.fetchAs('dana', '/environments', {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'Idempotency-Key': newKey(),
        },
        body: JSON.stringify(await requestFor('bad-input', change)),
      });
      expect(response.status).toBe(400);
      const { error } = await response.json();
      expect(error.message).toMatch(place);
      expect(await countRows()).toEqual({
        ...before,
        records: before.records + 1,
      });
      const { items } = await portal.as('ada').listAuditRecords({ limit: 2 });
      expect(items[1]).toMatchObject({
        action: 'environment.create',
        stage: 'failed',
        actor: { ref: 'user:default/dana' },
        reason: expect.stringMatching(place),
      });
    },
  );

  it('refuses in words what is no request of its contract', async () => {
    const id = '01900000-0000-7000-8000-000000000000';
    for (const [method, path] of [
      ['HEAD', `/environments/${id}`],
      ['GET', '/environments?owner=%00'],
      ['GET', '/environments/no-uuid'],
      ['GET', '/audit/records?cursor=OTk5OTk5OTk5OTk5OTk5OTk5OQ'],
    ]) {
      const response = await portal.fetchAs('ada', path, { method });
      expect([method, path, response.status]).toEqual([method, path, 400]);
    }
  });

  it('lets a service look, for the catalog, and do nothing else', async () => {
    const id = await makeReady('seen-by-services');
    const asService = (path: string, method = 'GET') =>
      fetch(`${portal.url}${path}`, {
        method,
        headers: {
          Authorization: mockCredentials.service.header(),
          'Content-Type': 'application/json',
        },
        ...(method === 'POST' && { body: '{}' }),
      });
    expect((await asService('/environments')).status).toBe(200);
    for (const [path, method] of [
      [`/environments/${id}/kubeconfig`, 'POST'],
      [`/environments/${id}`, 'DELETE'],
      ['/audit/records', 'GET'],
    ]) {
      expect((await asService(path, method)).status).toBe(403);
    }
  });

  it('refuses what was reviewed under another revision', async () => {
    await expect(
      portal
        .as('dana')
        .createEnvironment(
          await requestFor('stale', { revision: `sha256:${'0'.repeat(64)}` }),
          newKey(),
        ),
    ).rejects.toMatchObject({ response: { status: 409 } });
  });

  it('shows another team nothing of it, and answers as if it were not there', async () => {
    const id = await makeReady('private');
    const milo = portal.as('milo');
    const absent = '01900000-0000-7000-8000-000000000000';
    for (const path of ['', '/operations', '/objects']) {
      const forbidden = await portal.fetchAs(
        'milo',
        `/environments/${id}${path}`,
      );
      const missing = await portal.fetchAs(
        'milo',
        `/environments/${absent}${path}`,
      );
      expect(forbidden.status).toBe(404);
      expect((await forbidden.json()).error.message.replace(id, absent)).toBe(
        (await missing.json()).error.message,
      );
    }
    await expect(milo.deleteEnvironment(id)).rejects.toMatchObject({
      response: { status: 404 },
    });
    await expect(milo.createKubeconfig(id)).rejects.toMatchObject({
      response: { status: 404 },
    });
    expect((await milo.listEnvironments()).items).toEqual([]);
    const { items } = await portal
      .as('ada')
      .listAuditRecords({ environment: id, outcome: 'denied' });
    expect(new Set(items.map(({ action }) => action))).toEqual(
      new Set(['environment.read', 'environment.delete', 'environment.access']),
    );
  });

  it('lets ops see and delete it but not enter it, and auditors only look', async () => {
    const id = await makeReady('supervised');
    expect(await portal.as('olu').getEnvironment(id)).toMatchObject({
      allowed: { delete: true, access: false },
    });
    await expect(portal.as('olu').createKubeconfig(id)).rejects.toMatchObject({
      response: { status: 403 },
    });
    expect(await portal.as('ada').getEnvironment(id)).toMatchObject({
      allowed: { delete: false, access: false },
    });
    await expect(portal.as('ada').deleteEnvironment(id)).rejects.toMatchObject({
      response: { status: 403 },
    });
    await expect(
      portal
        .as('ada')
        .createEnvironment(
          await requestFor('by-audit', { owner: 'group:default/audit' }),
          newKey(),
        ),
    ).rejects.toMatchObject({ response: { status: 403 } });
    const { operation } = await portal.as('olu').deleteEnvironment(id);
    expect((await portal.finished(operation.id)).state).toBe('Succeeded');
  });

  it('makes nothing for a group that one is not in', async () => {
    await expect(
      portal
        .as('milo')
        .createEnvironment(await requestFor('not-mine'), newKey()),
    ).rejects.toMatchObject({ response: { status: 403 } });
  });

  it('keeps the log from those who may not read it, and records who read it', async () => {
    await expect(portal.as('dana').listAuditRecords()).rejects.toMatchObject({
      response: { status: 403 },
    });
    const filter = { actor: 'user:default/dana', action: 'audit.read' };
    const { items } = await portal.as('ada').listAuditRecords(filter);
    expect(items[0]).toMatchObject({ stage: 'denied' });
    await expect(
      portal.as('ada').listAuditRecords({
        cursor: Buffer.from('999999999999').toString('base64url'),
      }),
    ).rejects.toMatchObject({
      response: { status: 400 },
      body: {
        error: {
          message: expect.stringContaining('is not one that this API gave out'),
        },
      },
    });
    const next = await portal.as('ada').listAuditRecords({ limit: 1 });
    expect(next.items[0]).toMatchObject({
      action: 'audit.read',
      stage: 'observed',
      actor: { ref: 'user:default/ada' },
    });
    const detail = await portal.as('ada').getAuditRecord(next.items[0].eventId);
    expect(detail.record).toEqual(next.items[0]);
    const { sequence, seal, index, ...leaf } = detail.record;
    expect({
      ...JSON.parse(detail.canonical),
      actor: leaf.actor,
      authorization: leaf.authorization,
      source: leaf.source,
    }).toEqual(leaf);
  });

  it('previews what would be made, with the faults at their fields', async () => {
    const dana = portal.as('dana');
    const good = await dana.createPreview({
      template: TEAM_SANDBOX,
      name: 'preview',
      owner: HARBOR,
      parameters: {},
    });
    expect(good.problems).toEqual([]);
    expect(good.objects[0]).toMatchObject({
      kind: 'Namespace',
      name: 'sbx-preview-…',
      wave: 'namespace',
    });
    expect(good.summary.map(({ topic }) => topic)).toContain('quota');
    await makeReady('in-use');
    const taken = await dana.createPreview({
      template: TEAM_SANDBOX,
      name: 'in-use',
      owner: HARBOR,
      parameters: {},
    });
    expect(taken.problems).toMatchObject([{ path: '/name' }]);
    const bad = await dana.createPreview({
      template: TEAM_SANDBOX,
      name: 'UPPER',
      owner: HARBOR,
      parameters: { nonsense: true },
    });
    expect(bad.problems.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/name', expect.stringContaining('/parameters')]),
    );
  });

  it('has recorded nothing that the catalogue of events does not have', async () => {
    const recorded: { action: keyof typeof auditCatalogue; stage: string }[] =
      await knex('audit_records').distinct('action', 'stage');
    const unknown = recorded.filter(
      ({ action, stage }) =>
        !(auditCatalogue[action].stages as readonly string[]).includes(stage),
    );
    expect(recorded.length).toBeGreaterThan(10);
    expect(unknown).toEqual([]);
  });

  it('answers 503 and does nothing while the database is away', async () => {
    const lost = await databases.init('POSTGRES_18');
    const closing = await startTestPortal({
      knex: lost,
      clusters: [{ name: 'twin', inMemory: true }],
    });
    const body = JSON.stringify(await requestFor('nowhere'));
    await lost.destroy();
    const response = await closing.fetchAs('dana', '/environments', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': newKey(),
      },
      body,
    });
    expect(response.status).toBe(503);
    expect((await closing.fetchAs('dana', '/environments')).status).toBe(503);
    await closing.stop();
  });

  async function countRows() {
    const count = async (table: string) =>
      Number((await knex(table).count())[0].count);
    return {
      environments: await count('environments'),
      operations: await count('operations'),
      keys: await count('idempotency_keys'),
      records: await count('audit_records'),
    };
  }
});
