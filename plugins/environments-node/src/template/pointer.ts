/** Extends a JSON Pointer (RFC 6901) by one key or index. */
export function pointer(parent: string, ...keys: PropertyKey[]): string {
  return keys.reduce<string>(
    (path, key) =>
      `${path}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`,
    parent,
  );
}
