import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** UTF-8 bytes of a value as RFC 8785 (JCS) JSON. */
export function canonicalBytes(value: object): Buffer {
  return Buffer.from(canonicalize(value)!, 'utf8');
}

/** SHA-256, 32 bytes. */
export function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** `sha256:` and 64 hexadecimal digits. */
export function formatDigest(digest: Buffer): string {
  return `sha256:${digest.toString('hex')}`;
}
