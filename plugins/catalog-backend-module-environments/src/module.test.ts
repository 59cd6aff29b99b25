import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { json, Router } from 'express';
import catalogModuleEnvironments from './index';

/** Stands in for the environments plugin, over HTTP. */
const environmentsPlugin = createBackendPlugin({
  pluginId: 'environments',
  register(reg) {
    reg.registerInit({
      deps: {
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
      },
      async init({ httpAuth, httpRouter }) {
        const router = Router().use(json());
        router.get('/environments', async (request, response) => {
          const { principal } = await httpAuth.credentials(request, {
            allow: ['service'],
          });
          response.json({
            items: [
              {
                members: [],
                id: 'id-1',
                name: 'checkout',
                namespace: 'env-1',
                owner: 'group:default/team-harbor',
                phase: 'Ready',
                template: { ref: 'r', title: principal.subject, revision: 's' },
                cluster: { name: 'local', title: 'Local', reality: 'memory' },
              },
            ],
          });
        });
        httpRouter.use(router);
      },
    });
  },
});

describe('catalogModuleEnvironments', () => {
  it('reads environments over the API with a service token', async () => {
    const addProcessor = jest.fn();
    const addEntityProvider = jest.fn();
    const run = jest.fn();
    await startTestBackend({
      extensionPoints: [
        [
          catalogProcessingExtensionPoint,
          { addProcessor, addEntityProvider } as any,
        ],
      ],
      features: [
        catalogModuleEnvironments,
        environmentsPlugin,
        mockServices.rootConfig.factory({
          data: { app: { baseUrl: 'https://portal.example.com/' } },
        }),
        mockServices.scheduler.mock({
          createScheduledTaskRunner: () => ({ run }),
        }).factory,
      ],
    });
    expect(addProcessor).toHaveBeenCalledWith(
      expect.objectContaining({
        getProcessorName: expect.any(Function),
      }),
    );

    const [[provider]] = addEntityProvider.mock.calls;
    const applyMutation = jest.fn();
    await provider.connect({ applyMutation, refresh: jest.fn() });
    await run.mock.calls[0][0].fn(new AbortController().signal);

    const [[mutation]] = applyMutation.mock.calls;
    expect(mutation.entities[0].entity.metadata).toMatchObject({
      name: 'env-1',
      description: 'Environment from plugin:catalog on Local',
      annotations: {
        'backstage.io/managed-by-location':
          'url:https://portal.example.com/environments/id-1',
      },
    });
  });
});
