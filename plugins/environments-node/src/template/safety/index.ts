export { checkObject } from './checkObject';
export { checkObjects } from './checkObjects';
export { checkRequired } from './checkRequired';
export { checkUnique } from './checkUnique';
export { waveOf, WAVES } from './kinds';
export type { Place, PlacedObject } from './PlacedObject';
export { podPathOf } from './podPathOf';
