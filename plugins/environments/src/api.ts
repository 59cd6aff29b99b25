import { createApiRef } from '@backstage/frontend-plugin-api';
import { EnvironmentsClient } from '@sandlot/plugin-environments-common';

/** What the pages ask of the backend. @public */
export type EnvironmentsApi = Pick<
  EnvironmentsClient,
  keyof EnvironmentsClient
>;

/** Where the pages find the backend. @public */
export const environmentsApiRef = createApiRef<EnvironmentsApi>().with({
  id: 'plugin.environments.client',
  pluginId: 'environments',
});
