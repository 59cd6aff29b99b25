export { checkObject } from './checkObject';
export { checkObjects } from './checkObjects';
export { checkRequired } from './checkRequired';
export { checkUnique } from './checkUnique';
export { TEMPLATE_KINDS, waveOf, WAVES } from './kinds';
export type { Place, PlacedObject } from './PlacedObject';
export { podPathOf } from './podPathOf';
