import { InputError } from '@backstage/errors';
import { z } from 'zod';

/** Place after which the next page of a listing begins. */
const uuid = z.uuid();

export function encodeCursor(lastKey: string): string {
  return Buffer.from(lastKey).toString('base64url');
}

/** @returns the id of the last environment of the page before */
export function decodeIdCursor(cursor: string): string {
  const parsed = uuid.safeParse(
    Buffer.from(cursor, 'base64url').toString('utf8'),
  );
  if (!parsed.success) {
    throw new InputError(
      'request/query/cursor is not one that this API gave out: start again without it',
    );
  }
  return parsed.data;
}
