import path from 'node:path';
import fs from 'fs-extra';
import { diffTemplates } from '../template/diff/diffTemplates';
import { formatDiff } from '../template/diff/formatDiff';
import { EXIT } from '../template/exitCodes';
import { readRevision } from '../template/sources/readRevision';
import { readSet } from '../template/sources/readSet';
import type { ReadSet } from '../template/sources/readSet';
import { requireTemplates } from '../template/sources/requireTemplates';
import { TemplateSet } from '../template/sources/TemplateSet';
import type { TemplateIo } from '../template/TemplateIo';

/** Options of `template diff`. */
export interface DiffOptions {
  modules?: string[];
  json?: boolean;
}

/**
 * `./sandlot template diff`
 *
 * @returns the exit code, like that of `diff`
 */
export async function templateDiff(
  old: string,
  now: string,
  paths: string[],
  options: DiffOptions,
  io: TemplateIo,
): Promise<number> {
  // With paths, both are revisions; else one or both may be what lies there now.
  const [oldIsThere, newIsThere] = await Promise.all(
    [old, now].map(one => paths.length === 0 && isOnDisk(one, io.cwd)),
  );
  const read = (side: string, isThere: boolean, below: string[]) =>
    isThere
      ? readSet([side], options.modules, io.cwd)
      : readGit(side, below, options.modules, io.cwd);
  const before = await read(old, oldIsThere, newIsThere ? [now] : paths);
  const after = await read(now, newIsThere, oldIsThere ? [old] : paths);
  requireTemplates(
    paths.length > 0 ? paths : [old, now],
    before.set,
    after.set,
  );
  const result = diffTemplates(before, after);
  io.out(
    options.json
      ? `${JSON.stringify(result, undefined, 2)}\n`
      : formatDiff(result),
  );
  if (result.findings.length > 0) {
    return EXIT.trouble;
  }
  return result.templates.length > 0 ? EXIT.found : EXIT.fine;
}

function isOnDisk(side: string, cwd: string): Promise<boolean> {
  return side === ''
    ? Promise.resolve(false)
    : fs.pathExists(path.resolve(cwd, side));
}

/** Modules are of the same revision as the templates. */
async function readGit(
  revision: string,
  paths: string[],
  modules: string[] | undefined,
  cwd: string,
): Promise<ReadSet> {
  const [files, more] = await Promise.all([
    readRevision(revision, paths, cwd),
    modules ? readRevision(revision, modules, cwd) : [],
  ]);
  return { set: TemplateSet.create(files), extra: TemplateSet.create(more) };
}
