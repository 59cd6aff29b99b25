import { KubernetesObject } from '@sandlot/plugin-environments-node';

/** `metadata.managedFields[].fieldsV1`: `f:` fields, `k:` items of a list, `.` an item itself. */
export type FieldsV1 = { [key: string]: FieldsV1 };

type Fields = Record<string, unknown>;

/** Lists whose items the API tells apart by keys, as its schema has it; all others are one value. */
const LIST_KEYS: Record<string, string[][]> = {
  containers: [['name']],
  initContainers: [['name']],
  volumes: [['name']],
  env: [['name']],
  volumeMounts: [['mountPath']],
  imagePullSecrets: [['name']],
  ports: [
    ['containerPort', 'protocol'],
    ['port', 'protocol'],
  ],
};
const DEFAULTS: Fields = { protocol: 'TCP' };

/** Maps that the API takes as one value. */
const ATOMIC_MAPS = [
  'selector',
  'podSelector',
  'namespaceSelector',
  'nodeSelector',
];

/** What nobody owns: the object's identity and what the server writes. */
const UNOWNED = [
  'apiVersion',
  'kind',
  'status',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'metadata.generation',
  'metadata.creationTimestamp',
  'metadata.deletionTimestamp',
  'metadata.managedFields',
];

/** Each field of an object that can have an owner, by its path in JSON, with its value. */
export function fieldPaths(object: KubernetesObject): Map<string, unknown> {
  return new Map(pathsIn(object, [], ''));
}

function pathsIn(
  value: unknown,
  path: string[],
  name: string,
): [string, unknown][] {
  const keys = listKeys(name, value);
  if (keys) {
    return (value as Fields[]).flatMap(item => {
      const at = [...path, keyOf(item, keys)];
      return [
        [JSON.stringify([...at, '.']), undefined],
        ...pathsIn(item, at, ''),
      ];
    });
  }
  if (!isMap(value) || !isGranular(name, value)) {
    return [[JSON.stringify(path), value]];
  }
  return Object.entries(value).flatMap(([field, inner]) => {
    const at = [...path, `f:${field}`];
    const plain = at.map(step => step.slice(2)).join('.');
    return inner === undefined || UNOWNED.includes(plain)
      ? []
      : pathsIn(inner, at, field);
  });
}

export function toFieldsV1(paths: Iterable<string>): FieldsV1 {
  const root: FieldsV1 = {};
  for (const path of paths) {
    let node = root;
    for (const step of JSON.parse(path) as string[]) {
      node[step] ??= {};
      node = node[step];
    }
  }
  return root;
}

export function fromFieldsV1(fields: FieldsV1): Set<string> {
  const paths = new Set<string>();
  const visit = (node: FieldsV1, path: string[]): void => {
    const steps = Object.keys(node);
    if (steps.length === 0) paths.add(JSON.stringify(path));
    for (const step of steps) visit(node[step], [...path, step]);
  };
  if (Object.keys(fields).length > 0) visit(fields, []);
  return paths;
}

/** What is there with what is wanted laid over it; a list with keys item by item. */
export function mergeFields(
  live: unknown,
  wanted: unknown,
  name = '',
): unknown {
  const keys = listKeys(name, wanted);
  if (keys && listKeys(name, live)) {
    const present = new Map(
      (live as Fields[]).map(item => [keyOf(item, keys), item]),
    );
    const merged = (wanted as Fields[]).map(item => {
      const key = keyOf(item, keys);
      const result = mergeFields(present.get(key), item);
      present.delete(key);
      return result;
    });
    return [...merged, ...present.values()];
  }
  if (isMap(live) && isMap(wanted) && isGranular(name, wanted)) {
    const merged: Fields = { ...live };
    for (const [key, value] of Object.entries(wanted)) {
      merged[key] = mergeFields(live[key], value, key);
    }
    return merged;
  }
  return structuredClone(wanted);
}

/** Takes a field, or an item of a list, out of an object. */
export function removeField(object: KubernetesObject, path: string): void {
  const steps = JSON.parse(path) as string[];
  const isItem = steps[steps.length - 1] === '.';
  const last = steps[steps.length - (isItem ? 2 : 1)];
  let node: unknown = object;
  for (const [index, step] of steps.slice(0, isItem ? -2 : -1).entries()) {
    const listName = steps[index - 1]?.slice(2);
    node = step.startsWith('k:')
      ? (node as Fields[]).find(item => isKeyed(item, listName, step))
      : (node as Fields | undefined)?.[step.slice(2)];
  }
  if (isItem && Array.isArray(node)) {
    const listName = steps[steps.length - 3].slice(2);
    const index = node.findIndex(item => isKeyed(item, listName, last));
    if (index >= 0) node.splice(index, 1);
  } else if (isMap(node)) {
    delete node[last.slice(2)];
  }
}

function isKeyed(item: Fields, listName: string, step: string): boolean {
  return (LIST_KEYS[listName] ?? []).some(keys => keyOf(item, keys) === step);
}

function listKeys(name: string, value: unknown): string[] | undefined {
  if (!Array.isArray(value) || !Object.hasOwn(LIST_KEYS, name)) {
    return undefined;
  }
  return LIST_KEYS[name].find(([first]) =>
    value.every(item => isMap(item) && item[first] !== undefined),
  );
}

function keyOf(item: Fields, keys: string[]): string {
  const values = keys.map(key => [key, item[key] ?? DEFAULTS[key]]);
  return `k:${JSON.stringify(Object.fromEntries(values))}`;
}

function isGranular(name: string, value: Fields): boolean {
  return Object.keys(value).length > 0 && !ATOMIC_MAPS.includes(name);
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
