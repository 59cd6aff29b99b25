import { createHmac, timingSafeEqual } from 'node:crypto';
import { InputError } from '@backstage/errors';
import canonicalize from 'canonicalize';

/**
 * Place after which the next page of a listing begins, good for the listing
 * that gave it out and no other.
 *
 * @param listing - all that decides what is listed
 * @param position - key of the last item of the page
 */
export function signCursor(
  key: Buffer,
  listing: object,
  position: string,
): string {
  const signature = sign(key, listing, position);
  return `${Buffer.from(position).toString('base64url')}.${signature.toString(
    'base64url',
  )}`;
}

/** @returns the position @throws InputError where it is of another listing, or made up */
export function readCursor(
  key: Buffer,
  listing: object,
  cursor: string,
): string {
  const [encoded, signature = ''] = cursor.split('.');
  const position = Buffer.from(encoded, 'base64url').toString();
  const given = Buffer.from(signature, 'base64url');
  const due = sign(key, listing, position);
  if (given.length !== due.length || !timingSafeEqual(given, due)) {
    throw new InputError(
      'request/query/cursor is not one that this API gave out for this filter: start again without it',
    );
  }
  return position;
}

function sign(key: Buffer, listing: object, position: string): Buffer {
  return createHmac('sha256', key)
    .update(canonicalize([listing, position])!)
    .digest();
}
