import type { PlainObject } from '../tree';

/**
 * By which field Kubernetes knows the items of a list, first choice first.
 * Items of other lists are known by their name if each has one of its own.
 */
const KEYS_OF_LISTS: Readonly<Record<string, readonly string[]>> = {
  ports: ['name', 'containerPort', 'port'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey'],
  rules: ['host'],
  paths: ['path'],
  items: ['key', 'name'],
  limits: ['type'],
};

/** The field that tells the items of these lists apart, if there is one. */
export function keyOfItems(
  path: string,
  lists: PlainObject[][],
): string | undefined {
  const field = path.slice(path.lastIndexOf('/') + 1);
  const keys = Object.hasOwn(KEYS_OF_LISTS, field)
    ? KEYS_OF_LISTS[field]
    : ['name'];
  return keys.find(key => lists.every(items => tellsApart(key, items)));
}

function tellsApart(key: string, items: PlainObject[]): boolean {
  const values = items.map(item =>
    Object.hasOwn(item, key) ? item[key] : undefined,
  );
  return (
    values.every(value => ['string', 'number'].includes(typeof value)) &&
    new Set(values.map(String)).size === values.length
  );
}
