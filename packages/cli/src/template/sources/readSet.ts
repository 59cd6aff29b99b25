import path from 'node:path';
import fs from 'fs-extra';
import { readFiles } from './readFiles';
import { TemplateSet } from './TemplateSet';

/** What there is to work on, and where else modules may be. */
export interface ReadSet {
  set: TemplateSet;
  /** Their modules are found, nothing else is looked at. */
  extra: TemplateSet;
}

/** Reads the paths of a command and those of its `--modules`. */
export async function readSet(
  paths: string[],
  modules: string[] | undefined,
  cwd: string,
): Promise<ReadSet> {
  const [files, more] = await Promise.all([
    readFiles([...paths, ...(await companionsOf(paths, cwd))], cwd),
    readFiles(modules ?? [], cwd),
  ]);
  return { set: TemplateSet.create(files), extra: TemplateSet.create(more) };
}

/** To a template that is named belong its cases, and to cases their template. */
async function companionsOf(paths: string[], cwd: string): Promise<string[]> {
  const companions = paths
    .filter(one => /\.ya?ml$/.test(one))
    .map(one =>
      /\.test\.ya?ml$/.test(one)
        ? one.replace(/\.test(\.ya?ml)$/, '$1')
        : one.replace(/(\.ya?ml)$/, '.test$1'),
    );
  const isThere = await Promise.all(
    companions.map(one => fs.pathExists(path.resolve(cwd, one))),
  );
  return companions.filter((_, index) => isThere[index]);
}
