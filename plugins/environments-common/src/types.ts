import { components, operations } from './client/schema.generated';

type Schemas = components['schemas'];

/** A cluster on which environments can be made. @public */
export type Cluster = Schemas['Cluster'];
/** A template at its current revision. @public */
export type Template = Schemas['Template'];
/** A template with the JSON Schema of its parameters. @public */
export type TemplateDetail = Schemas['TemplateDetail'];
/** One fault in what was sent, with the place. @public */
export type Problem = Schemas['Problem'];
/** @public */
export type PreviewRequest = Schemas['PreviewRequest'];
/** What a request would make. @public */
export type Preview = Schemas['Preview'];
/** One line of what one gets, in plain words. @public */
export type SummaryItem = Schemas['SummaryItem'];
/** @public */
export type CreateEnvironmentRequest = Schemas['CreateEnvironmentRequest'];
/** What a request for work is answered with. @public */
export type AcceptedOperation = Schemas['AcceptedOperation'];
/** A namespace on a cluster, owned by a user or group. @public */
export type Environment = Schemas['Environment'];
/** @public */
export type Phase = Schemas['Phase'];
/** @public */
export type Condition = Schemas['Condition'];
/** One act on an environment. @public */
export type Operation = Schemas['Operation'];
/** @public */
export type Stage = Schemas['Stage'];
/** Why an operation failed, what is left and what to do. @public */
export type Failure = Schemas['Failure'];
/** The order in which objects are made. @public */
export type Wave = Schemas['Wave'];
/** An object of an environment, as the cluster shows it. @public */
export type EnvironmentObject = Schemas['EnvironmentObject'];
/** @public */
export type Kubeconfig = Schemas['Kubeconfig'];
/** @public */
export type AuditRecord = Schemas['AuditRecord'];
/** @public */
export type AuditRecordDetail = Schemas['AuditRecordDetail'];
/** @public */
export type AuditActor = Schemas['AuditActor'];
/** @public */
export type AuditStage = Schemas['AuditStage'];
/** @public */
export type AuditOutcome = Schemas['AuditOutcome'];

/** @public */
export type EnvironmentsFilter = NonNullable<
  operations['listEnvironments']['parameters']['query']
>;
/** @public */
export type AuditFilter = NonNullable<
  operations['listAuditRecords']['parameters']['query']
>;

/** A page of a keyset listing; without `nextCursor` it is the last. @public */
export interface Page<T> {
  items: T[];
  nextCursor?: string;
}
