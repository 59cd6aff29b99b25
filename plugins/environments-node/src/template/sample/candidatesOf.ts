import type { JsonValue } from '@backstage/types';
import { at, listAt, objectAt } from '../at';
import { TEMPLATE_LIMITS } from '../limits';
import { choicesOf } from '../parameters/choicesOf';
import type { ParameterProperty } from '../parameters/propertiesOf';
import { isPlainObject } from '../tree';
import type { PlainObject } from '../tree';
import { numbersAt } from './numbersAt';

const FORMATS: Readonly<Record<string, string>> = {
  date: '2030-01-01',
  'date-time': '2030-01-01T00:00:00Z',
  duration: 'P1D',
  email: 'example@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  time: '00:00:00Z',
  uri: 'https://example.com',
  url: 'https://example.com',
  uuid: '00000000-0000-0000-0000-000000000000',
};

/** Texts of which one may match a pattern by luck. */
const TEXTS = ['a', 'A', '1', 'example.com', 'https://example.com', '1.0.0'];

/**
 * Values that a parameter may admit, the most telling first. None of them is
 * promised to fit.
 *
 * @param nth - from 1; texts of different places are told apart by it, since
 * they may become names of objects
 */
export function candidatesOf(
  { schema, ui }: Pick<ParameterProperty, 'schema' | 'ui'>,
  nth = 1,
): JsonValue[] {
  const choices = choicesOf(schema);
  const examples = listAt(schema, 'examples') as JsonValue[];
  if (choices) {
    return choices as JsonValue[];
  }
  switch ([schema.type].flat()[0]) {
    case 'integer':
    case 'number':
      return [...examples, ...numbersAt(schema)];
    case 'boolean':
      return [...examples, false, true];
    case 'array':
      return [...examples, listOf(schema, bounded(schema.minItems))];
    case 'object':
      return [...examples, objectOf(schema)];
    case 'string':
      return [...examples, ...textsOf(schema, ui, nth)];
    default:
      return examples;
  }
}

/** A list of so many items, as far as there are as many. */
export function listOf(schema: PlainObject, length: number): JsonValue[] {
  const { items } = schema;
  if (!isPlainObject(items)) {
    return [];
  }
  const choices = choicesOf(items) as JsonValue[] | undefined;
  return Array.from(
    { length },
    (_, index) =>
      choices?.[index % choices.length] ??
      candidatesOf({ schema: items }, index + 1)[0] ??
      null,
  );
}

/** An object with the fields that it must have, or with all that the schema names. */
export function objectOf(schema: PlainObject, withAll = false): JsonValue {
  const required = listAt(schema, 'required');
  return Object.fromEntries(
    Object.entries(objectAt(schema, 'properties')).flatMap(
      ([name, property]) => {
        const isWanted =
          withAll ||
          (required.includes(name) && at(property, 'default') === undefined);
        const [value] =
          isWanted && isPlainObject(property)
            ? candidatesOf({ schema: property })
            : [];
        return value === undefined ? [] : [[name, value]];
      },
    ),
  );
}

function textsOf(
  schema: PlainObject,
  ui: ParameterProperty['ui'],
  nth: number,
): string[] {
  if (ui?.picker === 'catalog') {
    const [kind = 'component'] = [ui.filter?.kind ?? []].flat();
    return [`${kind.toLocaleLowerCase('en-US')}:default/example`];
  }
  const format = FORMATS[String(schema.format)];
  const least = Math.min(
    Number(schema.minLength ?? 0),
    TEMPLATE_LIMITS.parameterCharacters,
  );
  const most = Number(schema.maxLength ?? Infinity);
  const number = nth > 1 ? String(nth) : '';
  const example = 'example'.slice(0, Math.max(0, most - number.length));
  return [
    ...(format === undefined ? [] : [format]),
    `${example}${number}`.slice(0, most).padEnd(least, 'x'),
    ...TEXTS,
  ];
}

function bounded(length: unknown): number {
  return Math.min(Number(length ?? 0), TEMPLATE_LIMITS.parameterListItems);
}
