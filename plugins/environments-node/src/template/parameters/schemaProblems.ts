import type { ErrorObject } from 'ajv';
import type { JsonObject } from '@backstage/types';
import type { Problem } from '@sandlot/plugin-environments-common';
import { pointer } from '../pointer';
import { isPlainObject } from '../tree';
import { choicesOf } from './choicesOf';

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
    case 'pattern':
      return {
        path,
        message: 'it does not have the form that it must have',
        expected: formInWords(error.parentSchema),
      };
    default:
      return {
        path,
        message: error.message ?? error.keyword,
        expected: inWords(error.parentSchema),
      };
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

/** A regular expression helps nobody at a form; what its author wrote for people does. */
function formInWords(schema: unknown): string | undefined {
  const { description, default: usual } = isPlainObject(schema) ? schema : {};
  const words = [
    typeof description === 'string' ? description.replace(/\.$/, '') : '',
    usual === undefined ? '' : `such as ${usual}`,
  ].filter(Boolean);
  return words.length > 0 ? words.join('; ') : inWords(schema);
}

/** What a schema admits, for a person who filled in a form. */
export function inWords(schema: unknown): string | undefined {
  if (!isPlainObject(schema)) {
    return undefined;
  }
  const choices = choicesOf(schema);
  if (choices) {
    return `one of ${choices.join(', ')}`;
  }
  const words = [
    [schema.type]
      .flat()
      .map(type => TYPES[type as string] ?? 'a value')
      .join(' or '),
    range(schema.minimum, schema.maximum, ''),
    range(schema.minLength, schema.maxLength, 'character'),
    range(schema.minItems, schema.maxItems, 'item'),
    typeof schema.pattern === 'string' ? `matching ${schema.pattern}` : '',
    typeof schema.format === 'string' ? `in the format ${schema.format}` : '',
  ];
  return words.filter(Boolean).join(', ');
}

function range(low: unknown, high: unknown, noun: string): string {
  const last = high ?? low;
  const unit = noun && ` ${noun}${last === 1 ? '' : 's'}`;
  if (low !== undefined && high !== undefined) {
    return `from ${low} to ${high}${unit}`;
  }
  if (low !== undefined) {
    return `at least ${low}${unit}`;
  }
  return high === undefined ? '' : `at most ${high}${unit}`;
}
