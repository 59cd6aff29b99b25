import { z } from 'zod/v4';
import { choicesOf } from '../parameters/choicesOf';
import { inWords } from '../parameters/faultInWords';
import type { PlainObject } from '../tree';

/** What a grammar admits somewhere, for who wrote something else there. */
export function expectedInWords(
  schema: z.core.$ZodType | undefined,
  found: unknown,
): string {
  const json = jsonSchemaOf(schema);
  const choices = choicesOf(json);
  if (choices) {
    return choices.length === 1
      ? String(choices[0])
      : `one of ${choices.join(', ')}`;
  }
  const alternatives = Array.isArray(json.anyOf) ? json.anyOf : [json];
  const words = `${alternatives
    .map(one => inWords(plain(one)))
    .join(' or ')}${adviceFor(schema, json, found)}`;
  const { description } = json;
  return typeof description === 'string'
    ? `${words}: ${description.replace(/\.$/, '')}`
    : words;
}

/** The texts that it admits, where it lists them. */
export function choicesIn(schema: z.core.$ZodType | undefined): string[] {
  return (choicesOf(jsonSchemaOf(schema)) ?? []).map(String);
}

function jsonSchemaOf(schema: z.core.$ZodType | undefined): PlainObject {
  if (!schema) {
    return {};
  }
  return z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
}

/** Without what helps nobody: patterns, and the bounds of what a computer counts. */
function plain({ pattern, minimum, maximum, ...rest }: PlainObject) {
  const isBound = (bound: unknown) =>
    typeof bound === 'number' && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  return {
    ...rest,
    ...(isBound(minimum) && { minimum }),
    ...(isBound(maximum) && { maximum }),
  };
}

/** What YAML reads otherwise than it was meant. */
function adviceFor(
  schema: z.core.$ZodType | undefined,
  { type }: PlainObject,
  found: unknown,
): string {
  const isPlain = ['number', 'boolean'].includes(typeof found);
  const isMeant = schema && z.safeParse(schema, String(found)).success;
  if (type === 'string' && isPlain && isMeant) {
    return `, so "${found}" in quotes`;
  }
  const isNumber = type === 'integer' || type === 'number';
  if (isNumber && typeof found === 'string' && /^-?\d+$/.test(found)) {
    return `, so ${found} without quotes`;
  }
  return '';
}
