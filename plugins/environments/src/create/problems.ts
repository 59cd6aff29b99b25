import { ErrorSchema } from '@rjsf/utils';
import {
  CreateEnvironmentRequest,
  Problem,
} from '@sandlot/plugin-environments-common';
import { errorMessage, refusedPath } from '../format/error';
import { CreateValues } from './useCreateForm';

const PARAMETERS = '/parameters';

/** What the server found at one place of the request, such as `/name`. */
export function problemsAt(problems: Problem[], path: string): string[] {
  return problems.filter(problem => problem.path === path).map(toSentence);
}

/** What belongs to no field of the form. */
export function problemsElsewhere(problems: Problem[]): Problem[] {
  const fields = ['/name', '/owner', '/cluster'];
  return problems.filter(
    ({ path }) => !fields.includes(path) && !path.startsWith(`${PARAMETERS}/`),
  );
}

/** What the server refused when the form was sent, until the form is changed. */
export function refusedProblem(
  submission: { error?: Error; request?: CreateEnvironmentRequest },
  values: CreateValues,
): Problem | undefined {
  const { error, request } = submission;
  const path = error && refusedPath(error);
  const isSame =
    request &&
    request.name === values.name &&
    request.owner === values.owner &&
    request.cluster === values.cluster &&
    request.parameters === values.parameters;
  return path && isSame ? { path, message: errorMessage(error) } : undefined;
}

/**
 * The problems of parameters in the shape of the form.
 *
 * @param isShown - whether to show what is wrong at a path yet
 */
export function toErrorSchema(
  problems: Problem[],
  isShown: (path: string) => boolean,
): ErrorSchema {
  const root: ErrorSchema = {};
  for (const problem of problems) {
    if (!problem.path.startsWith(`${PARAMETERS}/`) || !isShown(problem.path)) {
      continue;
    }
    let node = root as Record<string, unknown>;
    for (const segment of toSegments(problem.path).slice(1)) {
      node[segment] ??= {};
      node = node[segment] as Record<string, unknown>;
    }
    node.__errors = [
      ...((node.__errors as string[]) ?? []),
      toSentence(problem),
    ];
  }
  return root;
}

/** The segments of a JSON Pointer, unescaped. */
function toSegments(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map(segment => segment.replace(/~1/g, '/').replace(/~0/g, '~'));
}

function toSentence(problem: Problem): string {
  return problem.expected
    ? `${problem.message} (${problem.expected})`
    : problem.message;
}
