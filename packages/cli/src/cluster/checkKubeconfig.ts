import path from 'node:path';
import { InputError, NotFoundError } from '@backstage/errors';
import fs from 'fs-extra';
import { parse } from 'yaml';

/** A cluster of one's own, as named on the command line. */
export interface OwnCluster {
  /** Absolute path of the kubeconfig. */
  file: string;
  context: string;
}

/**
 * Checks that the kubeconfig and the context exist. Both have to be named: no cluster is ever
 * chosen by itself, neither by KUBECONFIG nor by the file's current context.
 *
 * @throws InputError or NotFoundError that names the contexts that there are.
 */
export async function checkKubeconfig(options: {
  kubeconfig?: string;
  context?: string;
}): Promise<OwnCluster | undefined> {
  if (!options.kubeconfig) {
    if (options.context) {
      throw new InputError(
        '--context says which cluster of a kubeconfig to use: name that file too, with --kubeconfig FILE.',
      );
    }
    return undefined;
  }
  const file = path.resolve(options.kubeconfig);
  const contexts = await readContexts(file);
  const existing = contexts.length > 0 ? contexts.join(', ') : 'none';
  if (!options.context) {
    throw new InputError(
      `Say which cluster of ${file} to use, with --context NAME. There are: ${existing}.`,
    );
  }
  if (!contexts.includes(options.context)) {
    throw new NotFoundError(
      `${file} has no context "${options.context}". There are: ${existing}.`,
    );
  }
  return { file, context: options.context };
}

async function readContexts(file: string): Promise<string[]> {
  if (!(await fs.pathExists(file))) {
    throw new NotFoundError(`There is no kubeconfig ${file}.`);
  }
  let content: unknown;
  try {
    content = parse(await fs.readFile(file, 'utf8'));
  } catch (error) {
    throw new InputError(`${file} is not valid YAML`, error);
  }
  const contexts = (content as { contexts?: Array<{ name?: string }> } | null)
    ?.contexts;
  if (!Array.isArray(contexts)) {
    throw new InputError(
      `${file} is not a kubeconfig: it has no list of contexts.`,
    );
  }
  return contexts.flatMap(context => context?.name ?? []);
}
