import type { ExportProblemCode } from '@sandlot/plugin-environments-node';

/** How `audit verify` ends. Of several problems the first of this list decides. */
export const EXIT = {
  /** All that the warnings don't except is proven. */
  proven: 0,
  /** Wrong usage, or the file could not be read: nothing was tried. */
  trouble: 1,
  malformed: 2,
  gap: 3,
  changed: 4,
  tree: 5,
  signature: 6,
  incomplete: 7,
  unresolved: 8,
  disclosure: 9,
} as const satisfies Record<ExportProblemCode | 'proven' | 'trouble', number>;
