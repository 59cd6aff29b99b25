import type { JsonObject, JsonValue } from '@backstage/types';
import { diffObjects } from '@sandlot/plugin-environments-node';
import type {
  FieldChange,
  KubernetesObject,
} from '@sandlot/plugin-environments-node';
import type { PartialObject } from './caseSchema';

/**
 * What is otherwise in an object than a case expects. Only the fields that the
 * case names count; of a list whose items have names, only the items that it
 * names; other lists must have the same items. `null` expects that there is no
 * such field.
 *
 * @returns `before` is what was expected, `after` what there is
 */
export function matchObject(
  expected: PartialObject,
  actual: KubernetesObject,
): FieldChange[] {
  const { apiVersion } = actual;
  const wanted = { apiVersion, ...expected } as KubernetesObject;
  const seen = project(actual as JsonObject, wanted as JsonObject);
  const changes = diffObjects([wanted], [seen as unknown as KubernetesObject]);
  // Another namespace or apiVersion makes it another object.
  return changes.flatMap(({ change, fields }) =>
    change === 'added' ? [{ path: '', before: wanted, after: seen }] : fields,
  );
}

/** Whether it is the object that a case speaks of. */
export function isSameObject(
  reference: { kind: string; name: string; apiVersion?: string },
  { apiVersion, kind, metadata }: KubernetesObject,
): boolean {
  return (
    kind === reference.kind &&
    metadata.name === reference.name &&
    (reference.apiVersion === undefined || reference.apiVersion === apiVersion)
  );
}

/** As much of a value as another one has. */
function project(actual: JsonValue, wanted: JsonValue): JsonValue {
  if (isObject(actual) && isObject(wanted)) {
    const entries = Object.entries(wanted).flatMap(([key, value]) => {
      if (Object.hasOwn(actual, key)) {
        return [[key, project(actual[key]!, value!)]];
      }
      return value === null ? [[key, null]] : [];
    });
    return Object.fromEntries(entries);
  }
  if (Array.isArray(actual) && Array.isArray(wanted)) {
    return projectList(actual, wanted);
  }
  return actual;
}

function projectList(actual: JsonValue[], wanted: JsonValue[]): JsonValue[] {
  const nameOf = (item: JsonValue) => (isObject(item) ? item.name : undefined);
  // An empty list names no item: it expects that there is none.
  if (wanted.length > 0 && wanted.every(item => nameOf(item) !== undefined)) {
    return wanted.flatMap(item => {
      const found = actual.find(other => nameOf(other) === nameOf(item));
      return found === undefined ? [] : [project(found, item)];
    });
  }
  return actual.map((item, index) =>
    index < wanted.length ? project(item, wanted[index]) : item,
  );
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
