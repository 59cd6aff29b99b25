import path from 'node:path';
import { InputError } from '@backstage/errors';
import fs from 'fs-extra';
import { decodeText } from './decodeText';
import type { DecodedText } from './decodeText';
import { git } from './git';
import { isLookedAt, shownPath } from './readFiles';
import type { SourceFile } from './SourceFile';

/**
 * Reads the YAML files of a Git revision, below some paths or all of the
 * folder that the command runs in. Nothing is checked out. The repository is that
 * of the first path.
 *
 * @throws InputError for a revision that there isn't
 */
export async function readRevision(
  revision: string,
  paths: string[],
  cwd: string,
): Promise<SourceFile[]> {
  const folder = await folderOf(path.resolve(cwd, paths[0] ?? '.'));
  const commit = await resolveRevision(revision, folder);
  if (!commit) {
    throw new InputError(
      `"${revision}" is no file, no folder and no revision of Git.`,
    );
  }
  const listed = await git(folder, [
    ...['ls-tree', '-r', '-z', commit, '--'],
    ...(paths.length > 0 ? paths : ['.']).map(
      one => path.relative(folder, path.resolve(cwd, one)) || '.',
    ),
  ]);
  const blobs = listed
    .toString('utf8')
    .split('\0')
    .flatMap(line => {
      // Links and submodules are no files.
      const [, id, name] = /^100\d+ blob (\S+)\t(.*)$/s.exec(line) ?? [];
      return name && isLookedAt(name) ? [{ id, name }] : [];
    });
  const texts = await readBlobs(
    blobs.map(({ id }) => id),
    folder,
  );
  return blobs.map(({ name }, index) => ({
    path: shownPath(path.join(folder, name), cwd),
    ...texts[index],
    isNamed: false,
  }));
}

/** The nearest folder that is there: a revision may have what is gone by now. */
async function folderOf(absolute: string): Promise<string> {
  const stats = await fs.stat(absolute).catch(() => undefined);
  const parent = path.dirname(absolute);
  return stats?.isDirectory() || parent === absolute
    ? absolute
    : folderOf(parent);
}

/** The commit of a revision, or undefined if there is none of that name. */
async function resolveRevision(
  revision: string,
  folder: string,
): Promise<string | undefined> {
  // Else it could be taken for an option.
  if (revision.startsWith('-')) {
    return undefined;
  }
  try {
    await git(folder, ['rev-parse', '--git-dir']);
  } catch (error) {
    if (/not a git repository/.test(String(error))) {
      throw new InputError(
        `"${revision}" is no file and no folder, and can be no revision: ${folder} is not a git repository.`,
      );
    }
    throw error;
  }
  try {
    const commit = `${revision}^{commit}`;
    const id = await git(folder, ['rev-parse', '--verify', '--quiet', commit]);
    return id.toString('utf8').trim();
  } catch {
    return undefined;
  }
}

/** All at once: one process a file would take longer than all the rest. */
async function readBlobs(
  ids: string[],
  folder: string,
): Promise<DecodedText[]> {
  if (ids.length === 0) {
    return [];
  }
  const output = await git(
    folder,
    ['cat-file', '--batch'],
    `${ids.join('\n')}\n`,
  );
  const texts: DecodedText[] = [];
  let at = 0;
  for (const id of ids) {
    const end = output.indexOf('\n', at);
    const header = output.toString('utf8', at, end);
    const size = Number(/^\S+ blob (\d+)$/.exec(header)?.[1]);
    if (!Number.isInteger(size)) {
      throw new InputError(`Git can't read object ${id}: ${header}`);
    }
    texts.push(decodeText(output.subarray(end + 1, end + 1 + size)));
    at = end + 1 + size + 1;
  }
  return texts;
}
