import { InputError } from '@backstage/errors';
import { git } from './git';
import { isLookedAt } from './readFiles';
import type { SourceFile } from './SourceFile';

/**
 * Reads the YAML files of a Git revision, below some paths or all of the
 * folder that the command runs in. Nothing is checked out.
 *
 * @throws InputError for a revision that there isn't
 */
export async function readRevision(
  revision: string,
  paths: string[],
  cwd: string,
): Promise<SourceFile[]> {
  const commit = await resolveRevision(revision, cwd);
  if (!commit) {
    throw new InputError(
      `"${revision}" is no file, no folder and no revision of Git.`,
    );
  }
  const listed = await git(cwd, [
    ...['ls-tree', '-r', '-z', commit, '--'],
    ...(paths.length > 0 ? paths : ['.']),
  ]);
  const blobs = listed
    .toString('utf8')
    .split('\0')
    .flatMap(line => {
      // Links and submodules are no files.
      const [, id, path] = /^100\d+ blob (\S+)\t(.*)$/s.exec(line) ?? [];
      return path && isLookedAt(path) ? [{ id, path }] : [];
    });
  const texts = await readBlobs(
    blobs.map(({ id }) => id),
    cwd,
  );
  return blobs.map(({ path }, index) => ({
    path,
    text: texts[index],
    isNamed: false,
  }));
}

/** The commit of a revision, or undefined if there is none of that name. */
async function resolveRevision(
  revision: string,
  cwd: string,
): Promise<string | undefined> {
  // Else it could be taken for an option.
  if (revision.startsWith('-')) {
    return undefined;
  }
  await git(cwd, ['rev-parse', '--git-dir']);
  try {
    const commit = `${revision}^{commit}`;
    const id = await git(cwd, ['rev-parse', '--verify', '--quiet', commit]);
    return id.toString('utf8').trim();
  } catch {
    return undefined;
  }
}

/** All at once: one process a file would take longer than all the rest. */
async function readBlobs(ids: string[], cwd: string): Promise<string[]> {
  if (ids.length === 0) {
    return [];
  }
  const output = await git(cwd, ['cat-file', '--batch'], `${ids.join('\n')}\n`);
  const texts: string[] = [];
  let at = 0;
  for (const id of ids) {
    const end = output.indexOf('\n', at);
    const header = output.toString('utf8', at, end);
    const size = Number(/^\S+ blob (\d+)$/.exec(header)?.[1]);
    if (!Number.isInteger(size)) {
      throw new InputError(`Git can't read object ${id}: ${header}`);
    }
    texts.push(output.toString('utf8', end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
  return texts;
}
