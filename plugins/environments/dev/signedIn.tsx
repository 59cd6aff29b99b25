import {
  ApiBlueprint,
  createFrontendModule,
  IdentityApi,
} from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { useEffect } from 'react';
import { DANA, TEAM } from '../src/__testUtils__/fixtures';

const dana: IdentityApi = {
  getBackstageIdentity: async () => ({
    type: 'user',
    userEntityRef: DANA,
    ownershipEntityRefs: [DANA, TEAM],
  }),
  getProfileInfo: async () => ({ displayName: 'Dana' }),
  getCredentials: async () => ({}),
  signOut: async () => {},
};

/** Signs Dana in without asking, and lets her see every page. */
export const signedIn = createFrontendModule({
  pluginId: 'app',
  extensions: [
    SignInPageBlueprint.make({
      params: {
        loader: async () => props => {
          const { onSignInSuccess } = props;
          useEffect(() => onSignInSuccess(dana), [onSignInSuccess]);
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
          factory: () => ({
            authorize: async () => ({ result: AuthorizeResult.ALLOW }),
          }),
        }),
    }),
  ],
});
