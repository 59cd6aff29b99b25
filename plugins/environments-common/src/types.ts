import { components, operations } from './client/schema.generated';

/** A cluster on which environments can be made. @public */
export type Cluster = components['schemas']['Cluster'];
/** A template at its current revision. @public */
export type Template = components['schemas']['Template'];
/** A template with the JSON Schema of its parameters. @public */
export type TemplateDetail = components['schemas']['TemplateDetail'];
/** One fault in what was sent, with the place. @public */
export type Problem = components['schemas']['Problem'];
/** @public */
export type PreviewRequest = components['schemas']['PreviewRequest'];
/** What a request would make. @public */
export type Preview = components['schemas']['Preview'];
/** One line of what one gets, in plain words. @public */
export type SummaryItem = components['schemas']['SummaryItem'];
/** @public */
export type CreateEnvironmentRequest =
  components['schemas']['CreateEnvironmentRequest'];
/** What a request for work is answered with. @public */
export type AcceptedOperation = components['schemas']['AcceptedOperation'];
/** A namespace on a cluster, owned by a user or group. @public */
export type Environment = components['schemas']['Environment'];
/** @public */
export type Phase = components['schemas']['Phase'];
/** @public */
export type Condition = components['schemas']['Condition'];
/** One act on an environment. @public */
export type Operation = components['schemas']['Operation'];
/** @public */
export type Stage = components['schemas']['Stage'];
/** Why an operation failed, what is left and what to do. @public */
export type Failure = components['schemas']['Failure'];
/** The order in which objects are made. @public */
export type Wave = components['schemas']['Wave'];
/** An object of an environment, as the cluster shows it. @public */
export type EnvironmentObject = components['schemas']['EnvironmentObject'];
/** @public */
export type Kubeconfig = components['schemas']['Kubeconfig'];
/** The life of a template. @public */
export type TemplateState = components['schemas']['TemplateState'];
/** Why a revision is not used. @public */
export type Halted = components['schemas']['Halted'];
/** How a template fares, for ops. @public */
export type TemplateReport = components['schemas']['TemplateReport'];
/** One immutable content of a template. @public */
export type TemplateRevision = components['schemas']['TemplateRevision'];
/** @public */
export type TemplateRevisionDetail =
  components['schemas']['TemplateRevisionDetail'];
/** @public */
export type FieldChange = components['schemas']['FieldChange'];
/** What changes about one object. @public */
export type ObjectChange = components['schemas']['ObjectChange'];
/** @public */
export type RevisionComparison = components['schemas']['RevisionComparison'];
/** @public */
export type WorkbenchRequest = components['schemas']['WorkbenchRequest'];
/** @public */
export type WorkbenchTryRequest = components['schemas']['WorkbenchTryRequest'];
/** What a template that is not published would be. @public */
export type WorkbenchCheck = components['schemas']['WorkbenchCheck'];
/** @public */
export type WorkbenchDryRun = components['schemas']['WorkbenchDryRun'];
/** What a change would mean for one live environment. @public */
export type Impact = components['schemas']['Impact'];
/** The exact difference that an upgrade would make. @public */
export type UpgradePreview = components['schemas']['UpgradePreview'];
/** @public */
export type UpgradePreviewRequest =
  components['schemas']['UpgradePreviewRequest'];
/** @public */
export type UpgradeRequest = components['schemas']['UpgradeRequest'];
/** @public */
export type RollbackRequest = components['schemas']['RollbackRequest'];
/** @public */
export type Hold = components['schemas']['Hold'];
/** @public */
export type HoldRequest = components['schemas']['HoldRequest'];
/** @public */
export type Drift = components['schemas']['Drift'];
/** An object that somebody changed past the portal. @public */
export type DriftedObject = components['schemas']['DriftedObject'];
/** @public */
export type DriftDecision = components['schemas']['DriftDecision'];
/** An upgrade of many environments, cohort by cohort. @public */
export type Rollout = components['schemas']['Rollout'];
/** @public */
export type RolloutDetail = components['schemas']['RolloutDetail'];
/** @public */
export type RolloutRequest = components['schemas']['RolloutRequest'];
/** @public */
export type AuditRecord = components['schemas']['AuditRecord'];
/** @public */
export type AuditRecordDetail = components['schemas']['AuditRecordDetail'];
/** @public */
export type AuditActor = components['schemas']['AuditActor'];
/** @public */
export type AuditStage = components['schemas']['AuditStage'];
/** @public */
export type AuditOutcome = components['schemas']['AuditOutcome'];

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
