import { createHash } from 'node:crypto';
import path from 'node:path';
import fs from 'fs-extra';

const SKIPPED = new Set(['node_modules', 'dist', 'dist-types', 'coverage']);

/**
 * Hashes files and folders by content and place, so that the hash changes when a build could come
 * out differently. What is absent counts as absent.
 *
 * @param root - the paths are relative to it.
 */
export async function hashFiles(
  root: string,
  paths: string[],
): Promise<string> {
  const hash = createHash('sha256');
  for (const relative of paths) {
    for (const file of await listFiles(path.join(root, relative))) {
      const content = await fs.readFile(file);
      hash.update(`${path.relative(root, file)}\0${content.length}\0`);
      hash.update(content);
    }
  }
  return hash.digest('hex');
}

async function listFiles(target: string): Promise<string[]> {
  if (!(await fs.pathExists(target))) {
    return [];
  }
  if ((await fs.stat(target)).isFile()) {
    return [target];
  }
  const entries = (await fs.readdir(target)).sort();
  const nested = await Promise.all(
    entries
      .filter(entry => !SKIPPED.has(entry))
      .map(entry => listFiles(path.join(target, entry))),
  );
  return nested.flat();
}
