import { isDeepStrictEqual } from 'node:util';
import {
  FIELD_MANAGER,
  KubernetesObject,
} from '@sandlot/plugin-environments-node';
import {
  FieldsV1,
  fieldPaths,
  fromFieldsV1,
  mergeFields,
  removeField,
  toFieldsV1,
} from './fieldPaths';

/** An entry of `metadata.managedFields`. */
export interface ManagedFieldsEntry {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  /** RFC 3339. */
  time: string;
  fieldsType: 'FieldsV1';
  fieldsV1: FieldsV1;
}

/**
 * Server-side apply of ours by force: what the manifest names becomes ours, what
 * it no longer names goes unless somebody else owns it, the rest stays.
 */
export function applyByForce(
  present: KubernetesObject | undefined,
  manifest: KubernetesObject,
  time: string,
): KubernetesObject {
  const applied = mergeFields(present ?? {}, manifest) as KubernetesObject;
  const entries = entriesOf(present);
  const named = new Set(fieldPaths(manifest).keys());
  const isOurs = (entry: ManagedFieldsEntry) =>
    entry.manager === FIELD_MANAGER && entry.operation === 'Apply';
  const before = entries.find(isOurs);
  const others = entries.filter(entry => !isOurs(entry));

  const elsewhere = [...others].flatMap(({ fieldsV1 }) => [
    ...fromFieldsV1(fieldsV1),
  ]);
  for (const path of before ? fromFieldsV1(before.fieldsV1) : []) {
    const inside = path.replace(/,?"\."\]$/, '').replace(/\]$/, '');
    if (!named.has(path) && !elsewhere.some(it => it.startsWith(inside))) {
      removeField(applied, path);
    }
  }
  const fieldsV1 = toFieldsV1(named);
  return withEntries(applied, [
    before && isDeepStrictEqual(before.fieldsV1, fieldsV1)
      ? before
      : newEntry('Apply', manifest, { manager: FIELD_MANAGER, time, fieldsV1 }),
    // A namespace that we made is ours twice, as on a real server.
    ...without(others, named, ({ manager }) => manager !== FIELD_MANAGER),
  ]);
}

/** An object as its maker leaves it, or as an edit does: what changed is the manager's. */
export function updateAs(
  manager: string,
  present: KubernetesObject | undefined,
  wanted: KubernetesObject,
  time: string,
): KubernetesObject {
  const before = present ? fieldPaths(present) : new Map<string, unknown>();
  const after = fieldPaths(wanted);
  const changed = [...after.keys()].filter(
    path =>
      !before.has(path) ||
      !isDeepStrictEqual(before.get(path), after.get(path)),
  );
  const gone = [...before.keys()].filter(path => !after.has(path));
  const entries = entriesOf(present);
  const isTheirs = (entry: ManagedFieldsEntry) =>
    entry.manager === manager && entry.operation === 'Update';
  const own = entries.find(isTheirs);
  const kept = own ? [...fromFieldsV1(own.fieldsV1)] : [];
  const fieldsV1 = toFieldsV1(
    [...kept, ...changed].filter(path => after.has(path)),
  );
  return withEntries(structuredClone(wanted), [
    ...without(
      entries.filter(entry => !isTheirs(entry)),
      new Set([...changed, ...gone]),
      () => true,
    ),
    newEntry('Update', wanted, { manager, time, fieldsV1 }),
  ]);
}

function newEntry(
  operation: ManagedFieldsEntry['operation'],
  { apiVersion }: KubernetesObject,
  entry: Pick<ManagedFieldsEntry, 'manager' | 'time' | 'fieldsV1'>,
): ManagedFieldsEntry {
  return { ...entry, operation, apiVersion, fieldsType: 'FieldsV1' };
}

function entriesOf(object: KubernetesObject | undefined) {
  return (object?.metadata.managedFields ?? []) as ManagedFieldsEntry[];
}

/** The entries without these paths; one that has none left goes. */
function without(
  entries: ManagedFieldsEntry[],
  paths: Set<string>,
  applies: (entry: ManagedFieldsEntry) => boolean,
): ManagedFieldsEntry[] {
  return entries.flatMap(entry => {
    if (!applies(entry)) return [entry];
    const left = [...fromFieldsV1(entry.fieldsV1)].filter(
      path => !paths.has(path),
    );
    return left.length > 0 ? [{ ...entry, fieldsV1: toFieldsV1(left) }] : [];
  });
}

function withEntries(
  object: KubernetesObject,
  managedFields: ManagedFieldsEntry[],
): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, managedFields } };
}
