import type { JsonValue } from '@backstage/types';
import { choicesOf } from '../parameters/choicesOf';
import type { ParameterProperty } from '../parameters/propertiesOf';
import { candidatesOf, listOf, objectOf } from '../sample/candidatesOf';
import { numbersAt } from '../sample/numbersAt';

/** Longer ones say no more, and cost more. */
const MOST_ITEMS = 16;
const MOST_CHARACTERS = 1_000;

/**
 * Values of one parameter at which a template may behave in another way: each
 * choice, and the ends of what is admitted. Some may not fit.
 */
export function variationsOf(property: ParameterProperty): JsonValue[] {
  const { schema, ui } = property;
  const choices = choicesOf(schema);
  if (choices) {
    return choices as JsonValue[];
  }
  const types = [schema.type].flat();
  return types.flatMap((type): JsonValue[] => {
    switch (type) {
      case 'boolean':
        return [false, true];
      case 'integer':
      case 'number':
        return numbersAt({ ...schema, type });
      case 'array':
        return lengths(schema.minItems ?? 0, 1, schema.maxItems)
          .filter(length => length <= MOST_ITEMS)
          .map(length => listOf(schema, length));
      case 'object':
        return [objectOf(schema), objectOf(schema, true)];
      case 'string':
        return [
          candidatesOf(property)[0],
          ...(ui?.picker ? [] : lengths(schema.minLength, schema.maxLength))
            .filter(length => length > 0 && length <= MOST_CHARACTERS)
            .map(length => 'x'.repeat(length)),
        ];
      case 'null':
        return [null];
      default:
        return [];
    }
  });
}

function lengths(...all: unknown[]): number[] {
  return [...new Set(all)].filter(length => typeof length === 'number');
}
