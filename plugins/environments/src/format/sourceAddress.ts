/**
 * Where a source location leads, such as `url:https://git.example/a.yaml`;
 * undefined where it is no place on the web.
 */
export function sourceAddress(location: string): string | undefined {
  const address = location.replace(/^url:/, '');
  return /^https?:\/\//.test(address) ? address : undefined;
}
