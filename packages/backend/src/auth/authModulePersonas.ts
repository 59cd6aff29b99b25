import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { assertDevelopment } from './assertDevelopment';
import { createPersonasAuthenticator } from './createPersonasAuthenticator';
import { readPersonas } from './readPersonas';

/**
 * Sign-in without a password as one of the people in
 * `auth.providers.personas.development.users`, for trying things out.
 *
 * Absent from the configuration it does nothing. The checks stand here and not
 * in the provider's factory, because the auth backend merely warns of a broken
 * factory where NODE_ENV is development.
 */
export const authModulePersonas = createBackendModule({
  pluginId: 'auth',
  moduleId: 'personas',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        providers: authProvidersExtensionPoint,
      },
      async init({ config, providers }) {
        if (!config.has('auth.providers.personas')) {
          return;
        }
        assertDevelopment(config, process.env.NODE_ENV);
        providers.registerProvider({
          providerId: 'personas',
          factory: createProxyAuthProviderFactory({
            authenticator: createPersonasAuthenticator(readPersonas(config)),
            async signInResolver({ result }, context) {
              return context.signInWithCatalogUser({
                entityRef: result.entityRef,
              });
            },
          }),
        });
      },
    });
  },
});
