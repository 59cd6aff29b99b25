import { JsonObject } from '@backstage/types';
import { DriftRow } from '../database/DriftsTable';
import { canonicalBytes, formatDigest, sha256 } from '../audit/canonical';

const MOST_FIELDS = 50;
const LONGEST_VALUE = 200;
/** Where people put what is nobody's business: told by digest alone. */
const PRIVATE =
  /^\/(data|binaryData|stringData)(\/|$)|\/(env|args|command|annotations)(\/|\[|$)/;

/**
 * The changed fields for the log: what each should be and what it is. Values of
 * settings and of what programs are called with may be secrets, and stand there
 * as digests.
 */
export function recordedFields({
  fields,
}: Pick<DriftRow, 'fields'>): JsonObject[] {
  return fields.slice(0, MOST_FIELDS).map(field => ({
    path: field.path,
    ...valueOf('expected', field.path, field.expected),
    ...valueOf('actual', field.path, field.actual),
    ...(field.manager !== undefined && { manager: field.manager }),
    ...(field.time !== undefined && { time: field.time }),
  }));
}

function valueOf(name: string, path: string, value: unknown): JsonObject {
  if (value === undefined) return {};
  const text = JSON.stringify(value);
  return PRIVATE.test(path) || text.length > LONGEST_VALUE
    ? { [`${name}Digest`]: formatDigest(sha256(canonicalBytes({ value }))) }
    : { [name]: value as JsonObject[string] };
}
