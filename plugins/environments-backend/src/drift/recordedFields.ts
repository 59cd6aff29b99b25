import { JsonObject } from '@backstage/types';
import { DriftRow } from '../database/DriftsTable';
import { canonicalBytes, formatDigest, sha256 } from '../audit/canonical';

const MOST_FIELDS = 50;
const LONGEST_VALUE = 200;
/** Where people put what is nobody's business: that it changed is all that is said. */
const PRIVATE =
  /^\/(data|binaryData|stringData)(\/|$)|\/(env|args|command|annotations)(\/|\[|$)/;

/**
 * The changed fields for the log: what each should be and what it is. Values of
 * settings and of what programs are called with may be secrets and are left out, also
 * as digests: a short one could be guessed. Long ones stand there as digests.
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
  if (value === undefined || isPrivate(path, value)) return {};
  const text = JSON.stringify(value);
  return text.length > LONGEST_VALUE
    ? { [`${name}Digest`]: formatDigest(sha256(canonicalBytes({ value }))) }
    : { [name]: value as JsonObject[string] };
}

/** By where it is, or by what is within it. */
function isPrivate(path: string, value: unknown): boolean {
  if (PRIVATE.test(path)) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) =>
    isPrivate(Array.isArray(value) ? path : `${path}/${key}`, inner),
  );
}
