import path from 'node:path';

/** The checkout that this CLI belongs to. */
// It only ever runs from its sources.
// eslint-disable-next-line no-restricted-syntax
export const rootDir = path.resolve(__dirname, '../../..');

/** A path inside the checkout. */
export function fromRoot(...parts: string[]): string {
  return path.join(rootDir, ...parts);
}
