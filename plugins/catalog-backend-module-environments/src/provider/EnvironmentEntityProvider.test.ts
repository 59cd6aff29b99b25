import { mockServices } from '@backstage/backend-test-utils';
import { entityEnvelopeSchemaValidator } from '@backstage/catalog-model';
import { DefaultEventsService } from '@backstage/plugin-events-node';
import type { Environment } from '@sandlot/plugin-environments-common';
import { EnvironmentEntityProvider } from './EnvironmentEntityProvider';

function environment(number: number, more: Partial<Environment> = {}) {
  return {
    id: `id-${number}`,
    name: 'checkout',
    namespace: `env-checkout-${number}`,
    owner: 'group:default/team-harbor',
    phase: 'Ready',
    template: {
      ref: 'environmenttemplate:default/team-sandbox',
      title: 'Team sandbox',
      revision: `sha256:${'0'.repeat(64)}`,
    },
    cluster: { name: 'local', title: 'This machine', reality: 'simulated' },
    members: [],
    ...more,
  } as Environment;
}

async function setUp() {
  const client = { listEnvironments: jest.fn() };
  const connection = { applyMutation: jest.fn(), refresh: jest.fn() };
  const logger = mockServices.logger.mock();
  const events = DefaultEventsService.create({ logger });
  let refresh: () => Promise<void> = async () => {};
  const provider = new EnvironmentEntityProvider({
    client,
    events,
    logger,
    auth: mockServices.auth({ pluginId: 'catalog' }),
    taskRunner: {
      run: async task => {
        refresh = async () => task.fn(new AbortController().signal);
      },
    },
    appBaseUrl: 'https://portal.example.com',
  });
  await provider.connect(connection);
  return {
    client,
    connection,
    logger,
    refresh,
    change: (...environmentIds: string[]) =>
      events.publish({
        topic: 'environments.changed',
        eventPayload: { environmentIds },
      }),
    hear: (eventPayload: object) =>
      events.publish({ topic: 'environments.changed', eventPayload }),
  };
}

function refsOf(mutation: any): string[] {
  return (mutation.entities ?? mutation.added).map(
    ({ entity }: any) => entity.metadata.name,
  );
}

describe('EnvironmentEntityProvider', () => {
  it('brings every page of environments into the catalog, as a service', async () => {
    const { client, connection, refresh } = await setUp();
    client.listEnvironments
      .mockResolvedValueOnce({ items: [environment(1)], nextCursor: 'next' })
      .mockResolvedValueOnce({ items: [environment(2)] });

    await refresh();

    expect(client.listEnvironments.mock.calls).toEqual([
      [{ limit: 200 }, expect.objectContaining({ token: expect.any(String) })],
      [{ limit: 200, cursor: 'next' }, expect.anything()],
    ]);
    const [[mutation]] = connection.applyMutation.mock.calls;
    expect(mutation.type).toBe('full');
    expect(refsOf(mutation)).toEqual(['env-checkout-1', 'env-checkout-2']);
    const { entity } = mutation.entities[0];
    expect(entityEnvelopeSchemaValidator()(entity)).toBeTruthy();
    expect(entity).toEqual({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Resource',
      metadata: {
        name: 'env-checkout-1',
        title: 'checkout',
        description: 'Environment from Team sandbox on This machine',
        annotations: {
          'backstage.io/managed-by-location':
            'url:https://portal.example.com/environments/id-1',
          'backstage.io/managed-by-origin-location':
            'url:https://portal.example.com/environments/id-1',
          'backstage.io/kubernetes-id': 'id-1',
          'backstage.io/kubernetes-namespace': 'env-checkout-1',
          'backstage.io/kubernetes-cluster': 'local',
          'sandlot.dev/environment-id': 'id-1',
          'sandlot.dev/template': 'environmenttemplate:default/team-sandbox',
          'sandlot.dev/revision': `sha256:${'0'.repeat(64)}`,
        },
        links: [
          {
            url: 'https://portal.example.com/environments/id-1',
            title: 'Environment',
            icon: 'dashboard',
          },
        ],
      },
      spec: {
        type: 'kubernetes-environment',
        owner: 'group:default/team-harbor',
      },
    });
  });

  it('names those who may use an environment beside its owner', async () => {
    const { client, connection, refresh } = await setUp();
    const since = '2026-01-01T00:00:00Z';
    client.listEnvironments.mockResolvedValueOnce({
      items: [
        environment(1, {
          members: [
            { ref: 'user:default/milo', by: 'user:default/dana', since },
          ],
        }),
      ],
    });
    await refresh();
    const [[{ entities }]] = connection.applyMutation.mock.calls;
    expect(entities[0].entity.spec).toMatchObject({
      owner: 'group:default/team-harbor',
      members: ['user:default/milo'],
    });
  });

  it('waits for an environments plugin that is not up yet', async () => {
    jest.useFakeTimers();
    try {
      const { client, connection, refresh } = await setUp();
      client.listEnvironments
        .mockRejectedValueOnce(new Error('fetch failed'))
        .mockRejectedValueOnce(new Error('503'))
        .mockResolvedValueOnce({ items: [environment(1)] });

      const done = refresh();
      await jest.advanceTimersByTimeAsync(10_000);
      await done;

      expect(refsOf(connection.applyMutation.mock.calls[0][0])).toEqual([
        'env-checkout-1',
      ]);
    } finally {
      jest.useRealTimers();
    }
  });

  it('leaves the catalog as it is when the plugin stays away', async () => {
    jest.useFakeTimers();
    try {
      const { client, connection, logger, refresh } = await setUp();
      client.listEnvironments.mockRejectedValue(new Error('fetch failed'));

      const done = refresh();
      await jest.advanceTimersByTimeAsync(60_000);
      await done;

      expect(connection.applyMutation).not.toHaveBeenCalled();
      expect(logger.warn).toHaveBeenCalledTimes(1);
    } finally {
      jest.useRealTimers();
    }
  });

  it('follows one environment from its making to its end', async () => {
    const { client, connection, change } = await setUp();
    client.listEnvironments.mockResolvedValueOnce({ items: [environment(1)] });
    await change('id-1');
    client.listEnvironments.mockResolvedValueOnce({
      items: [environment(1, { phase: 'Deleted' })],
    });
    await change('id-1');

    expect(client.listEnvironments).toHaveBeenCalledWith(
      { id: ['id-1'], limit: 1 },
      { token: expect.any(String) },
    );
    expect(connection.applyMutation.mock.calls).toEqual([
      [
        {
          type: 'delta',
          added: [
            expect.objectContaining({
              entity: expect.objectContaining({ kind: 'Resource' }),
            }),
          ],
          removed: [],
        },
      ],
      [
        {
          type: 'delta',
          added: [],
          removed: [{ entityRef: 'resource:default/env-checkout-1' }],
        },
      ],
    ]);
  });

  it('withdraws what another backend brought in', async () => {
    const { client, connection, change } = await setUp();
    client.listEnvironments.mockResolvedValueOnce({
      items: [environment(1, { phase: 'Deleted' })],
    });
    await change('id-1');
    expect(connection.applyMutation.mock.calls).toEqual([
      [
        {
          type: 'delta',
          added: [],
          removed: [{ entityRef: 'resource:default/env-checkout-1' }],
        },
      ],
    ]);
  });

  it('withdraws what is no longer there to ask for', async () => {
    const { client, connection, refresh, change } = await setUp();
    client.listEnvironments.mockResolvedValueOnce({ items: [environment(1)] });
    await refresh();
    client.listEnvironments.mockResolvedValue({ items: [] });

    await change('id-1');
    await change('never-seen');

    expect(connection.applyMutation).toHaveBeenCalledTimes(2);
    expect(connection.applyMutation).toHaveBeenLastCalledWith({
      type: 'delta',
      added: [],
      removed: [{ entityRef: 'resource:default/env-checkout-1' }],
    });
  });

  it('keeps what it can not ask about', async () => {
    const { client, connection, logger, change } = await setUp();
    client.listEnvironments.mockRejectedValue(new Error('fetch failed'));

    await change('id-1');

    expect(connection.applyMutation).not.toHaveBeenCalled();
    expect(logger.warn).toHaveBeenCalledTimes(1);

    client.listEnvironments.mockImplementation(async ({ id }) => ({
      items: id.map((one: string) => environment(Number(one.split('-')[1]))),
    }));
    await change('id-2');
    expect(refsOf(connection.applyMutation.mock.calls[0][0])).toEqual([
      'env-checkout-1',
      'env-checkout-2',
    ]);
  });

  it('hears of a backend of before without harm', async () => {
    const { connection, logger, hear } = await setUp();
    await hear({ environmentId: 'id-1' });
    expect(connection.applyMutation).not.toHaveBeenCalled();
    expect(logger.error).not.toHaveBeenCalled();
  });

  it('asks once for changes that come together, and a hundred at a time', async () => {
    const { client, connection, change } = await setUp();
    client.listEnvironments.mockImplementation(async ({ id }) => ({
      items: id.map((one: string) => environment(Number(one.split('-')[1]))),
    }));
    const ids = Array.from({ length: 150 }, (_, index) => `id-${index}`);

    await Promise.all([change(...ids), change('id-1'), change('id-1')]);

    const mutations = connection.applyMutation.mock.calls.map(([one]) => one);
    expect(mutations.map(refsOf).map(refs => refs.length)).toEqual([100, 50]);
  });
});
