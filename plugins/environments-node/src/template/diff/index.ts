export { diffObjects } from './diffObjects';
export type { ObjectChange } from './diffObjects';
export type { FieldChange } from './diffValues';
