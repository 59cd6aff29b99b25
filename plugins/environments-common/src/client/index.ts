export { AccessClient } from './AccessClient';
export { ApprovalsClient } from './ApprovalsClient';
export { AuditClient } from './AuditClient';
export { EnvironmentsClient } from './EnvironmentsClient';
export { LifecycleClient } from './LifecycleClient';
export type { EnvironmentsClientOptions, RequestOptions } from './options';
export type { components, operations } from './schema.generated';
