import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** UTF-8 bytes of a value as RFC 8785 (JCS) JSON. */
export function canonicalBytes(value: object): Buffer {
  return Buffer.from(canonicalize(value)!, 'utf8');
}

/** SHA-256, 32 bytes. At one go and through a string, which takes a fifth of a hash that is fed. */
export function sha256(bytes: Buffer): Buffer {
  return Buffer.from(hash('sha256', bytes, 'binary'), 'latin1');
}

/** `sha256:` and 64 hexadecimal digits. */
export function formatDigest(digest: Buffer): string {
  return `sha256:${digest.toString('hex')}`;
}
