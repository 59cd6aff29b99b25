import { ConfigReader } from '@backstage/config';
import { createApp } from '@backstage/frontend-defaults';
import {
  ApiBlueprint,
  createFrontendModule,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { mockApis } from '@backstage/frontend-test-utils';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { JsonObject } from '@backstage/types';
import {
  auditManagePermission,
  auditReadPermission,
  environmentCreatePermission,
  ENVIRONMENTS_CHANNEL,
  leaseOverridePermission,
  policyReportPermission,
  templateManagePermission,
  templateReportPermission,
} from '@sandlot/plugin-environments-common';
import { act, render } from '@testing-library/react';
import { useEffect } from 'react';
import { environmentsApiRef } from '../api';
import environmentsPlugin from '../index';
import { fakeCatalog } from './fakeCatalog';
import { FakeEnvironmentsApi } from './FakeEnvironmentsApi';
import { DANA, TEAM } from './fixtures';

/** Who looks at the page. */
type Persona = 'developer' | 'ops' | 'auditor';

/** What they may. */
const MAY = {
  developer: [environmentCreatePermission],
  ops: [
    environmentCreatePermission,
    templateReportPermission,
    templateManagePermission,
    auditReadPermission,
    auditManagePermission,
    leaseOverridePermission,
    policyReportPermission,
  ],
  auditor: [
    auditReadPermission,
    templateReportPermission,
    policyReportPermission,
  ],
};

/**
 * A real app with the whole plugin, signed in, at an address, over the fake
 * backend. `signal` says to the page that an environment changed.
 */
export function renderPage(
  address: string,
  environmentsApi: FakeEnvironmentsApi,
  persona: Persona = 'developer',
) {
  window.history.replaceState({}, '', address);
  const subscribers = new Set<(message: JsonObject) => void>();

  const overrides = createFrontendModule({
    pluginId: 'environments',
    extensions: [
      ApiBlueprint.make({
        params: defineParams =>
          defineParams({
            api: environmentsApiRef,
            deps: {},
            factory: () => environmentsApi,
          }),
      }),
    ],
  });

  const signIn = createFrontendModule({
    pluginId: 'app',
    extensions: [
      SignInPageBlueprint.make({
        params: {
          loader: async () => props => {
            const { onSignInSuccess } = props;
            useEffect(() => {
              onSignInSuccess(
                mockApis.identity({
                  userEntityRef: DANA,
                  ownershipEntityRefs: [DANA, TEAM],
                }),
              );
            }, [onSignInSuccess]);
            return <></>;
          },
        },
      }),
      ApiBlueprint.make({
        name: 'permission',
        params: defineParams =>
          defineParams({
            api: permissionApiRef,
            deps: {},
            factory: () =>
              mockApis.permission({
                authorize: ({ permission }) =>
                  MAY[persona].some(({ name }) => name === permission.name)
                    ? AuthorizeResult.ALLOW
                    : AuthorizeResult.DENY,
              }),
          }),
      }),
    ],
  });

  const surroundings = createFrontendPlugin({
    pluginId: 'catalog',
    extensions: [
      PageBlueprint.make({
        params: {
          path: '/catalog/:namespace/:kind/:name',
          routeRef: entityRouteRef as never,
          loader: async () => <></>,
        },
      }),
      ApiBlueprint.make({
        params: defineParams =>
          defineParams({
            api: catalogApiRef,
            deps: {},
            factory: () => fakeCatalog() as never,
          }),
      }),
    ],
  });

  const signals = createFrontendPlugin({
    pluginId: 'signals',
    extensions: [
      ApiBlueprint.make({
        params: defineParams =>
          defineParams({
            api: signalApiRef,
            deps: {},
            factory: () => ({
              subscribe(channel, onMessage) {
                const subscriber = onMessage as (message: JsonObject) => void;
                expect(channel).toBe(ENVIRONMENTS_CHANNEL);
                subscribers.add(subscriber);
                return { unsubscribe: () => subscribers.delete(subscriber) };
              },
            }),
          }),
      }),
    ],
  });

  const app = createApp({
    features: [environmentsPlugin, overrides, signIn, surroundings, signals],
    advanced: {
      configLoader: async () => ({
        config: new ConfigReader({
          app: { title: 'Test', baseUrl: 'http://localhost' },
          backend: { baseUrl: 'http://localhost' },
        }),
      }),
    },
  });
  const { unmount } = render(app.createRoot());

  return {
    unmount,
    signal(environmentId: string) {
      act(() =>
        subscribers.forEach(onMessage =>
          onMessage({ environmentIds: [environmentId] }),
        ),
      );
    },
  };
}
