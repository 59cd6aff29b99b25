import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { EnvironmentsPolicy } from './EnvironmentsPolicy';

/**
 * Makes the developer, ops and auditor policy the one of this backend.
 *
 * @public
 */
export const permissionModuleEnvironments = createBackendModule({
  pluginId: 'permission',
  moduleId: 'environments',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        policy: policyExtensionPoint,
      },
      async init({ config, policy }) {
        policy.setPolicy(EnvironmentsPolicy.fromConfig(config));
      },
    });
  },
});
