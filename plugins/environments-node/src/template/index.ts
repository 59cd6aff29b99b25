export type { EnvironmentTemplate } from './EnvironmentTemplate';
export { TEMPLATE_LIMITS } from './limits';
export { parseTemplate } from './parseTemplate';
export { renderTemplate } from './renderTemplate';
export type { RenderInput } from './renderTemplate';
export { revisionOf } from './revisionOf';
export { summarize } from './summary';
export { TemplateError } from './TemplateError';
export { validateParameters } from './validateParameters';
export type { ValidatedParameters } from './validateParameters';
export { waveOf } from './safety';
export { readSource } from './source';
export type {
  Source,
  SourceDocument,
  SourcePlace,
  SourceProblem,
} from './source';
export { diffObjects } from './diff';
export type { FieldChange, ObjectChange } from './diff';
