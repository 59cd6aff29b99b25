import { Fault, faultInWords } from '@sandlot/plugin-environments-node';
import { ContractOperation, ContractSchema, schemasAt } from './schemasAt';
import { explainFormat } from './plainText';

const TIME: Fault = {
  message: 'it is not in the format date-time',
  expected: 'a time of the calendar, such as 2026-01-31T17:00:00Z',
};

/**
 * What the contract has against a place of a request, for whoever sent it: in the words
 * that templates have for their parameters.
 *
 * @param fault - the validator's keyword, words and place, in segments
 * @param value - what was sent there
 */
export function requestFault(
  operation: ContractOperation,
  fault: { keyword: string; message: string; place: string[] },
  value: unknown,
): Fault {
  const { keyword, message, place } = fault;
  if (keyword === 'required') {
    const [schema] = schemasAt(operation, place);
    const { expected } =
      faultInWords(schema?.pattern ? 'pattern' : 'type', schema) ?? {};
    return { message: 'missing', expected };
  }
  if (keyword === 'additionalProperties') {
    const names = schemasAt(operation, place.slice(0, -1)).flatMap(
      ({ properties }) => Object.keys(properties ?? {}),
    );
    return {
      message: 'there is no such field',
      expected: `one of ${[...new Set(names)].join(', ') || 'none'}`,
    };
  }
  const schema = schemasAt(operation, place).find(one =>
    isMeant(one[keyword], message),
  );
  if (keyword === 'format' && schema) {
    if (schema.format === 'date-time') return TIME;
    const unseen = explainFormat(String(schema.format), value);
    if (unseen) return { message: unseen };
  }
  return faultInWords(keyword, withoutOwnFormat(schema)) ?? { message };
}

/** Alternatives differ in their bounds, of which the validator names one. */
function isMeant(bound: unknown, message: string): boolean {
  return typeof bound === 'number'
    ? message.split(' ').includes(String(bound))
    : bound !== undefined;
}

/** What a `plain-text` is nobody knows; it is text. */
function withoutOwnFormat(
  schema: ContractSchema | undefined,
): ContractSchema | undefined {
  if (!String(schema?.format).startsWith('plain-')) return schema;
  const { format, ...rest } = schema!;
  return rest;
}
