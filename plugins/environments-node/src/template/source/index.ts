export { readSource } from './readSource';
export type { Source, SourceProblem } from './readSource';
export type { SourceDocument, SourcePlace } from './SourceDocument';
