import { InputError } from '@backstage/errors';
import { z } from 'zod';

/** Place after which the next page of a listing begins. */
const uuid = z.uuid();
const sequence = z.string().regex(/^[0-9]{1,18}$/);

export function encodeCursor(lastKey: string): string {
  return Buffer.from(lastKey).toString('base64url');
}

/** @returns the id of the last environment of the page before */
export function decodeIdCursor(cursor: string): string {
  return decode(uuid, cursor);
}

/** @returns the sequence number of the last record of the page before */
export function decodeSequenceCursor(cursor: string): string {
  return decode(sequence, cursor);
}

function decode(schema: z.ZodType<string>, cursor: string): string {
  const parsed = schema.safeParse(
    Buffer.from(cursor, 'base64url').toString('utf8'),
  );
  if (!parsed.success) {
    throw new InputError(
      'request/query/cursor is not one that this API gave out: start again without it',
    );
  }
  return parsed.data;
}
