import { ErrorSchema } from '@rjsf/utils';
import { Problem } from '@sandlot/plugin-environments-common';
import { errorMessage, refusedPath } from '../format/error';
import { pointerSegments } from '../format/pointer';
import { CreateValues } from './useCreateForm';

const PARAMETERS = '/parameters';

/** What the server found at one place of the request, such as `/name`. */
export function problemsAt(problems: Problem[], path: string): string[] {
  return problems.filter(problem => problem.path === path).map(toSentence);
}

/** What the server found at a place of the request or inside of it. */
export function problemsUnder(problems: Problem[], path: string): Problem[] {
  return problems.filter(
    problem => problem.path === path || problem.path.startsWith(`${path}/`),
  );
}

/** What belongs to no field of the form. */
export function problemsElsewhere(problems: Problem[]): Problem[] {
  const fields = ['/name', '/owner', '/cluster', '/expiresAt'];
  const parts = [`${PARAMETERS}/`, '/addOns/', '/manifests'];
  return problems.filter(
    ({ path }) =>
      !fields.includes(path) && !parts.some(part => path.startsWith(part)),
  );
}

/** What the server refused when the form was sent, until the form is changed. */
export function refusedProblem(
  submission: { error?: Error; values?: CreateValues },
  values: CreateValues,
): Problem | undefined {
  const { error } = submission;
  const path = error && refusedPath(error);
  return path && submission.values === values
    ? { path, message: errorMessage(error) }
    : undefined;
}

/**
 * The problems of parameters in the shape of the form.
 *
 * @param isShown - whether to show what is wrong at a path yet
 * @param describe - a problem in words
 */
export function toErrorSchema(
  problems: Problem[],
  isShown: (path: string) => boolean,
  describe: (problem: Problem) => string,
): ErrorSchema {
  const root: ErrorSchema = {};
  for (const problem of problems) {
    if (!problem.path.startsWith(`${PARAMETERS}/`) || !isShown(problem.path)) {
      continue;
    }
    let node = root as Record<string, unknown>;
    for (const segment of pointerSegments(problem.path).slice(1)) {
      node[segment] ??= {};
      node = node[segment] as Record<string, unknown>;
    }
    node.__errors = [...((node.__errors as string[]) ?? []), describe(problem)];
  }
  return root;
}

/** What was found, and what was expected instead. */
export function toSentence(problem: Problem): string {
  return problem.expected
    ? `${problem.message} (${problem.expected})`
    : problem.message;
}
