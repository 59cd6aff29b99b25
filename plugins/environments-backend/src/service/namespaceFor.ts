import { randomInt } from 'node:crypto';

/** No vowels and nothing that reads like another: no words, no doubt. */
const SUFFIX_ALPHABET = 'bcdfghjkmnpqrstvwxz2456789';

/** Unique over the owners by its suffix, and telling nothing about who else took the name. */
export function namespaceFor(name: string, suffix: string): string {
  return `sbx-${name}-${suffix}`;
}

export function newSuffix(): string {
  return Array.from(
    { length: 6 },
    () => SUFFIX_ALPHABET[randomInt(SUFFIX_ALPHABET.length)],
  ).join('');
}
