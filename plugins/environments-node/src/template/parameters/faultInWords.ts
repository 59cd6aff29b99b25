import { isPlainObject } from '../tree';
import { choicesOf } from './choicesOf';

/** @public */
export interface Fault {
  /** What is wrong, such as `it has fewer than 3 characters`. */
  message: string;
  /** What the schema admits, such as `text, from 3 to 40 characters`. */
  expected?: string;
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

/**
 * What a schema has against a value, for whoever filled in a form or sent a request: the
 * same words everywhere, and not the validator's.
 *
 * @param keyword - that the value does not meet, such as `minLength`
 * @param schema - that has the keyword
 * @returns undefined for a keyword that has no words
 * @public
 */
export function faultInWords(
  keyword: string,
  schema: unknown,
): Fault | undefined {
  const message = wordsOf(keyword, isPlainObject(schema) ? schema : {});
  if (message === undefined) return undefined;
  return {
    message,
    expected: keyword === 'pattern' ? formInWords(schema) : inWords(schema),
  };
}

function wordsOf(
  keyword: string,
  schema: Record<string, unknown>,
): string | undefined {
  const bound = schema[keyword];
  switch (keyword) {
    case 'minLength':
      return `it has fewer than ${counted(bound, 'character')}`;
    case 'maxLength':
      return `it has more than ${counted(bound, 'character')}`;
    case 'minItems':
      return `it has fewer than ${counted(bound, 'item')}`;
    case 'maxItems':
      return `it has more than ${counted(bound, 'item')}`;
    case 'uniqueItems':
      return 'it has something twice';
    case 'minimum':
      return `it is less than ${bound}`;
    case 'maximum':
      return `it is more than ${bound}`;
    case 'exclusiveMinimum':
      return `it is not more than ${bound}`;
    case 'exclusiveMaximum':
      return `it is not less than ${bound}`;
    case 'multipleOf':
      return `it is not a multiple of ${bound}`;
    case 'format':
      return `it is not in the format ${bound}`;
    case 'pattern':
      return 'it does not have the form that it must have';
    case 'type':
      return `it is not ${typeInWords(bound)}`;
    case 'enum':
    case 'const':
    case 'oneOf':
      return choicesOf(schema) && 'it is none of the choices';
    default:
      return undefined;
  }
}

function typeInWords(type: unknown): string {
  return [type]
    .flat()
    .map(one => TYPES[one as string] ?? 'a value')
    .join(' or ');
}

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
    typeInWords(schema.type),
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

function counted(number: unknown, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
