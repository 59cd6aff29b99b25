export { checkModule } from './check/checkModule';
export type { CheckedModule } from './check/checkModule';
export { checkTemplate } from './check/checkTemplate';
export type { CheckedTemplate, TemplateOptions } from './check/checkTemplate';
export { checkHolds } from './checks/checkHolds';
export type { FrozenCheck } from './checks/FrozenCheck';
export type { EnvironmentModule } from './EnvironmentModule';
export type {
  EnvironmentTemplate,
  ResolvedModule,
} from './EnvironmentTemplate';
export { findUnseen } from './findUnseen';
export { parseGrammar } from './grammar/parseGrammar';
export type { ParsedGrammar } from './grammar/parseGrammar';
export { moduleRefOf } from './modules/moduleRefOf';
export { validateAddOns } from './modules/validateAddOns';
export { parseOwnManifests } from './ownManifests/parseOwnManifests';
export type { OwnManifests } from './ownManifests/parseOwnManifests';
export { faultInWords } from './parameters/faultInWords';
export type { Fault } from './parameters/faultInWords';
export { validateParameters } from './parameters/validateParameters';
export type { ValidatedParameters } from './parameters/validateParameters';
export { parseModule } from './parseModule';
export { parseTemplate } from './parseTemplate';
export { renderChecks } from './render/renderChecks';
export type { RenderedCheck } from './render/renderChecks';
export type { RenderInput } from './render/RenderInput';
export { renderTemplate } from './render/renderTemplate';
export { moduleRevisionOf, revisionOf } from './revisionOf';
export { checkPolicySet } from './policies/checkPolicySet';
export {
  askPolicies,
  judgePolicies,
  policiesOf,
} from './policies/decidePolicies';
export type {
  PolicyContext,
  PolicyResult,
  PolicySet,
  PolicySource,
  PolicyVerdict,
} from './policies/decidePolicies';
export type { PolicyEntity } from './expressions';
export type { TemplateProblem } from './TemplateProblem';
export { TEMPLATE_LIMITS } from './limits';
export { sampleParameters } from './sample/sampleParameters';
export { summarize } from './summary';
export { TemplateError } from './TemplateError';
export { checkObjects, TEMPLATE_KINDS, waveOf } from './safety';
export { readSource } from './source';
export type {
  Source,
  SourceDocument,
  SourcePlace,
  SourceProblem,
} from './source';
export { diffObjects } from './diff';
export type { FieldChange, ObjectChange } from './diff';
export { templateJsonSchema } from './jsonSchema';
export type { TemplateKind } from './jsonSchema';
