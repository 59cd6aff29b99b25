/**
 * Pages to get, use and give back sandbox environments, and to read the log of
 * all that was done with them.
 *
 * @packageDocumentation
 */
export { environmentsPlugin as default } from './plugin';
export { environmentsApiRef } from './api';
export type { EnvironmentsApi } from './api';
export {
  auditRouteRef,
  createEnvironmentRouteRef,
  environmentRouteRef,
  rolloutRouteRef,
  rootRouteRef,
  templateRouteRef,
  templatesRouteRef,
  workbenchRouteRef,
} from './routes';
export { environmentsTranslationRef } from './translation';
