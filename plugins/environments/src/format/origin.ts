/** Who brought an object. */
export type Origin =
  | { kind: 'portal' | 'template' | 'developer' }
  | { kind: 'module' | 'addOn'; name: string };

/**
 * @param origin - as the server says it, such as `add-on.redis`
 */
export function parseOrigin(origin: string): Origin {
  const [, prefix, name] = /^(module|add-on)\.(.+)$/.exec(origin) ?? [];
  if (name) {
    return { kind: prefix === 'module' ? 'module' : 'addOn', name };
  }
  return {
    kind: origin === 'portal' || origin === 'developer' ? origin : 'template',
  };
}
