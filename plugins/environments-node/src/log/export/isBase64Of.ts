import { literal } from './jsonBytes';

const DIGITS = literal(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
);
const PADDING = 0x3d;

/** Whether the 44 bytes there are the base64 of the 32 of the hash. */
export function isBase64Of(
  bytes: Uint8Array,
  start: number,
  hash: Uint8Array,
): boolean {
  let at = start;
  for (let byte = 0; byte < 30; byte += 3) {
    const three = hash[byte] * 65536 + hash[byte + 1] * 256 + hash[byte + 2];
    if (
      bytes[at] !== DIGITS[three >>> 18] ||
      bytes[at + 1] !== DIGITS[(three >>> 12) % 64] ||
      bytes[at + 2] !== DIGITS[(three >>> 6) % 64] ||
      bytes[at + 3] !== DIGITS[three % 64]
    ) {
      return false;
    }
    at += 4;
  }
  const two = hash[30] * 1024 + hash[31] * 4;
  return (
    bytes[at] === DIGITS[two >>> 12] &&
    bytes[at + 1] === DIGITS[(two >>> 6) % 64] &&
    bytes[at + 2] === DIGITS[two % 64] &&
    bytes[at + 3] === PADDING
  );
}
