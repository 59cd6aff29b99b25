import path from 'node:path';

/** The checkout that this CLI belongs to. */
export const rootDir = path.resolve(__dirname, '../../..');

/** A path inside the checkout. */
export function fromRoot(...parts: string[]): string {
  return path.join(rootDir, ...parts);
}
