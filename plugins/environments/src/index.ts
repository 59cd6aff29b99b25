/**
 * Pages to get, use and give back sandbox environments, and to read the log of
 * all that was done with them.
 *
 * @packageDocumentation
 */
export { environmentsPlugin as default } from './plugin';
export { environmentsApiRef } from './api';
export type { EnvironmentsApi } from './api';
export { useWaitingApprovals } from './approvals/useApprovals';
export {
  approvalRouteRef,
  approvalsRouteRef,
  auditRouteRef,
  createEnvironmentRouteRef,
  environmentRouteRef,
  policiesRouteRef,
  rolloutRouteRef,
  rootRouteRef,
  templateRouteRef,
  templatesRouteRef,
  workbenchRouteRef,
} from './routes';
export { environmentsTranslationRef } from './translation';
