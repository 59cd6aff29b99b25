/** Extends a JSON Pointer (RFC 6901) by one key or index. */
export function pointer(parent: string, ...keys: PropertyKey[]): string {
  let path = parent;
  for (const key of keys) {
    path += `/${escaped(key)}`;
  }
  return path;
}

function escaped(key: PropertyKey): string {
  const text = String(key);
  // Asked for every value of every template; hardly any key has one of these.
  return text.includes('~') || text.includes('/')
    ? text.replaceAll('~', '~0').replaceAll('/', '~1')
    : text;
}
