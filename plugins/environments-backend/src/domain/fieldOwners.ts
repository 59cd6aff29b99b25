import { isDeepStrictEqual } from 'node:util';
import { JsonValue } from '@backstage/types';
import {
  FIELD_MANAGER,
  KubernetesObject,
} from '@sandlot/plugin-environments-node';
import { HIBERNATION_MANAGER } from '../clusters/workloads';

/** `fieldsV1`: `f:` a field, `k:` an item of a list by its keys, `v:` by its value. */
type FieldsV1 = { [step: string]: FieldsV1 };

interface ManagedFieldsEntry {
  manager?: string;
  operation?: string;
  time?: string;
  subresource?: string;
  fieldsV1?: FieldsV1;
}

/** Who owns something at a place of an object, and what below it. */
export interface FieldOwner {
  manager: string;
  operation?: string;
  time?: string;
  /** Empty if the place is owned as one value. */
  fields: FieldsV1;
}

/** How `fieldsV1` names an item of a list. */
interface ItemKey {
  text: string;
  matches(item: JsonValue): boolean;
}

/** Of key fields that a manifest may leave out. */
const DEFAULT_KEYS: Record<string, JsonValue> = { protocol: 'TCP' };

/** The owners of a live object, without those that only write its status. */
export function fieldOwners(live: KubernetesObject): FieldOwner[] {
  const entries = (live.metadata.managedFields ?? []) as ManagedFieldsEntry[];
  return entries
    .filter(({ subresource }) => subresource !== 'status')
    .map(({ manager = 'unknown', operation, time, fieldsV1 = {} }) => ({
      manager,
      operation,
      time,
      fields: fieldsV1,
    }));
}

export function ownersBelow(owners: FieldOwner[], step: string): FieldOwner[] {
  return owners.flatMap(owner =>
    Object.hasOwn(owner.fields, step)
      ? [{ ...owner, fields: owner.fields[step] }]
      : [],
  );
}

/** In whose names the portal writes. */
export const OURS: readonly string[] = [FIELD_MANAGER, HIBERNATION_MANAGER];

/** Whoever of these, but us, was active last. */
export function latestOther(
  owners: FieldOwner[],
): Pick<FieldOwner, 'manager' | 'operation' | 'time'> | undefined {
  const others = owners
    .filter(({ manager }) => !OURS.includes(manager))
    .sort((a, b) => (b.time ?? '').localeCompare(a.time ?? ''));
  if (others.length === 0) return undefined;
  const [{ manager, operation, time }] = others;
  return { manager, operation, time };
}

/** How the items of a list are told apart; undefined where the list is one value. */
export function itemKeys(owners: FieldOwner[]): ItemKey[] | undefined {
  const steps = owners
    .flatMap(({ fields }) => Object.keys(fields))
    .filter(step => /^[kv]:/.test(step));
  return steps.length === 0
    ? undefined
    : [...new Set(steps)].map(text => ({
        text,
        matches: text.startsWith('k:')
          ? item => hasKeys(item, JSON.parse(text.slice(2)))
          : item => isDeepStrictEqual(item, JSON.parse(text.slice(2))),
      }));
}

function hasKeys(item: JsonValue, keys: Record<string, JsonValue>): boolean {
  const fields = item as Record<string, JsonValue>;
  return (
    typeof item === 'object' &&
    item !== null &&
    Object.entries(keys).every(
      ([name, value]) => (fields[name] ?? DEFAULT_KEYS[name]) === value,
    )
  );
}
