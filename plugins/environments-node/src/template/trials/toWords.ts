import type { JsonValue } from '@backstage/types';

const MOST_CHARACTERS = 40;

/** A choice as people read it, such as `size=M`. */
export function toWords(name: string, value: JsonValue): string {
  const isPlain = typeof value === 'string' && /^[\w./:-]+$/.test(value);
  const text = isPlain ? value : JSON.stringify(value);
  if (text.length <= MOST_CHARACTERS) {
    return `${name}=${text}`;
  }
  const beginning = `${name}=${text.slice(0, MOST_CHARACTERS)}...`;
  return typeof value === 'string'
    ? `${beginning} (${value.length} characters)`
    : beginning;
}
