import path from 'node:path';
import { InputError } from '@backstage/errors';
import fs from 'fs-extra';
import { decodeText } from './decodeText';
import type { DecodedText } from './decodeText';
import type { SourceFile } from './SourceFile';

const YAML = /\.ya?ml$/;
const SKIPPED = /^(node_modules|__snapshots__|\..+)$/;

/**
 * Reads files, and all YAML files below folders: sorted, each once, links not
 * followed.
 *
 * @throws InputError for a path that is not there or can't be read
 */
export async function readFiles(
  paths: string[],
  cwd: string,
): Promise<SourceFile[]> {
  const found = new Map<string, boolean>();
  for (const one of paths) {
    const absolute = path.resolve(cwd, one);
    const stats = await fs.stat(absolute).catch(() => {
      throw new InputError(`There is no file or folder "${one}".`);
    });
    if (stats.isDirectory()) {
      for (const file of await listYaml(absolute)) {
        found.set(file, found.get(file) ?? false);
      }
    } else {
      found.set(absolute, true);
    }
  }
  return Promise.all(
    [...found].map(async ([file, isNamed]) => ({
      path: shownPath(file, cwd),
      ...(await read(file)),
      isNamed,
    })),
  );
}

/** Relative to `cwd`, with `/`. */
export function shownPath(file: string, cwd: string): string {
  const relative = path.relative(cwd, file) || '.';
  return relative.split(path.sep).join('/');
}

/** Whether a file below a folder is looked at. */
export function isLookedAt(relative: string): boolean {
  const names = relative.split('/');
  return (
    YAML.test(relative) &&
    !names.slice(0, -1).some(name => name !== '..' && SKIPPED.test(name))
  );
}

async function listYaml(folder: string): Promise<string[]> {
  const entries = await fs.readdir(folder, { withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const absolute = path.join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED.test(entry.name)) {
      files.push(...(await listYaml(absolute)));
    } else if (entry.isFile() && YAML.test(entry.name)) {
      files.push(absolute);
    }
  }
  return files;
}

async function read(file: string): Promise<DecodedText> {
  try {
    return decodeText(await fs.readFile(file));
  } catch (error) {
    throw new InputError(`${file} can't be read`, error);
  }
}
