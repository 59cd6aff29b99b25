import { JsonObject, JsonValue } from '@backstage/types';
import { AuditLeaf } from '../AuditEvent';
import { replaceValues } from './pointers';

const LONGEST_TEXT = 2000;
const LARGEST_PARAMETERS = 16 * 1024;

/** A record as one of many: what is large is to be had from the record itself. */
export function shortened<T extends AuditLeaf>(record: T): T {
  const { parameters } = record;
  const size = parameters ? JSON.stringify(parameters).length : 0;
  return replaceValues(
    {
      ...record,
      ...(size > LARGEST_PARAMETERS && {
        parameters: { omitted: `${size} characters` },
      }),
    } as unknown as JsonObject,
    shortenText,
  ) as unknown as T;
}

function shortenText(value: JsonValue): JsonValue | undefined {
  return typeof value === 'string' && value.length > LONGEST_TEXT
    ? `${value.slice(0, LONGEST_TEXT)}…`
    : undefined;
}
