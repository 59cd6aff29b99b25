import type { ErrorObject } from 'ajv';
import type { JsonObject } from '@backstage/types';
import type { Problem } from '@sandlot/plugin-environments-common';
import { pointer } from '../pointer';
import { faultInWords, inWords } from './faultInWords';

/** What a schema has against values, in words for who filled in a form. */
export function toProblems(errors: ErrorObject[], root: string): Problem[] {
  const choices = errors.filter(error => error.keyword === 'oneOf');
  return errors
    .filter(
      error =>
        // What single branches say is noise beside "one of these".
        !choices.some(
          choice =>
            choice !== error &&
            error.schemaPath.startsWith(`${choice.schemaPath}/`),
        ),
    )
    .map(error => toProblem(error, root));
}

function toProblem(error: ErrorObject, root: string): Problem {
  const path = `${root}${error.instancePath}`;
  const { params } = error;
  switch (error.keyword) {
    case 'required':
      return {
        path: pointer(path, params.missingProperty),
        message: 'missing',
        expected: inWords(
          (error.parentSchema?.properties as JsonObject)?.[
            params.missingProperty
          ],
        ),
      };
    case 'additionalProperties':
      return {
        path: pointer(path, params.additionalProperty),
        message: 'the template has no such parameter',
        expected: `one of ${
          Object.keys(error.parentSchema?.properties ?? {}).join(', ') || 'none'
        }`,
      };
    default:
      return {
        path,
        ...(faultInWords(error.keyword, error.parentSchema) ?? {
          message: error.message ?? error.keyword,
          expected: inWords(error.parentSchema),
        }),
      };
  }
}
