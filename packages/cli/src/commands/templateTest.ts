import { formatTest } from '../template/cases/formatTest';
import type { SnapshotMode } from '../template/cases/Snapshots';
import { hasPassed, testTemplates } from '../template/cases/testTemplates';
import { EXIT } from '../template/exitCodes';
import { readSet } from '../template/sources/readSet';
import { requireTemplates } from '../template/sources/requireTemplates';
import type { TemplateIo } from '../template/TemplateIo';

/** Options of `template test`. */
export interface TestOptions {
  modules?: string[];
  /** Writes the snapshots anew. */
  update?: boolean;
  json?: boolean;
}

/**
 * `./sandlot template test`
 *
 * @returns the exit code
 */
export async function templateTest(
  paths: string[],
  options: TestOptions,
  io: TemplateIo,
): Promise<number> {
  const read = await readSet(paths, options.modules, io.cwd);
  requireTemplates(paths, read.set);
  const mode = modeOf(options, io.env);
  const result = await testTemplates(read, { cwd: io.cwd, mode });
  io.out(
    options.json
      ? `${JSON.stringify(result, undefined, 2)}\n`
      : formatTest(result),
  );
  return hasPassed(result) ? EXIT.fine : EXIT.found;
}

function modeOf(
  { update }: TestOptions,
  { CI }: NodeJS.ProcessEnv,
): SnapshotMode {
  if (update) {
    return 'update';
  }
  return CI && !['false', '0'].includes(CI) ? 'ci' : 'local';
}
