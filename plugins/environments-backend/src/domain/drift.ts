import { isDeepStrictEqual } from 'node:util';
import { JsonValue } from '@backstage/types';
import {
  FIELD_MANAGER,
  KubernetesObject,
} from '@sandlot/plugin-environments-node';
import { isSameQuantity } from './quantities';
import {
  FieldOwner,
  itemKeys,
  fieldOwners,
  latestOther,
  ownersBelow,
} from './fieldOwners';

/** A field that somebody else has changed since it was applied. */
export interface DriftField {
  /** JSON Pointer into the manifest; items of lists by their place there. */
  path: string;
  expected: JsonValue;
  /** As the cluster has it; absent if it is gone. */
  actual?: JsonValue;
  /** Field manager that changed it, such as `kubectl-edit`; absent if none is known. */
  manager?: string;
  operation?: string;
  /** RFC 3339. */
  time?: string;
  /**
   * Kubernetes keeps no owner of what is gone: this is the manager that last
   * changed anything of the object.
   */
  guessed?: true;
}

export interface Drift {
  /** There is no such object any more; there are no fields then. */
  missing: boolean;
  fields: DriftField[];
}

type Fields = Record<string, JsonValue | undefined>;

/**
 * How an object differs from the manifest that it was made of.
 *
 * A field has drifted if its value is another one and our field manager no longer
 * owns it. What differs and is still ours is the same value in the server's own
 * notation. What others have added is not in the manifest and so no drift; nor is
 * what nobody but a controller writes, as long as the manifest doesn't name it: a
 * template with an autoscaler leaves `replicas` out.
 *
 * @param live - with its `metadata.managedFields`; undefined if it is not there
 * @returns undefined if there is none
 */
export function findDrift(
  manifest: KubernetesObject,
  live: KubernetesObject | undefined,
): Drift | undefined {
  if (!live) {
    return { missing: true, fields: [] };
  }
  const { apiVersion, kind, metadata, status, ...content } = manifest;
  const { name, namespace, uid, ...described } = metadata;
  const owners = fieldOwners(live);
  const fields = compare(
    { metadata: described, ...content } as Fields,
    live as unknown as JsonValue,
    owners,
    '',
  );
  const guess = latestOther(owners);
  return fields.length === 0
    ? undefined
    : {
        missing: false,
        fields: fields.map(field =>
          field.manager || !guess
            ? field
            : { ...field, ...guess, guessed: true },
        ),
      };
}

function compare(
  expected: JsonValue | undefined,
  actual: JsonValue | undefined,
  owners: FieldOwner[],
  path: string,
): DriftField[] {
  if (
    expected === undefined ||
    isDeepStrictEqual(expected, actual) ||
    (actual === undefined && isOmitted(path, expected))
  ) {
    return [];
  }
  if (actual === undefined && owners.length === 0) {
    return changed(expected, actual, owners, path);
  }
  if (isMap(expected) && !isOneValue(owners)) {
    return Object.entries(expected).flatMap(([name, value]) =>
      compare(
        value,
        isMap(actual) ? actual[name] : undefined,
        ownersBelow(owners, `f:${name}`),
        `${path}/${escape(name)}`,
      ),
    );
  }
  const keys = itemKeys(owners);
  if (Array.isArray(expected) && keys) {
    const items = Array.isArray(actual) ? actual : [];
    return expected.flatMap((item, index) => {
      const step = keys.find(key => key.matches(item));
      const present = items.find(candidate =>
        step ? step.matches(candidate) : isDeepStrictEqual(candidate, item),
      );
      // An item that is gone may have left an empty field of it behind as ours.
      const below = step && present ? ownersBelow(owners, step.text) : [];
      return compare(item, present, below, `${path}/${index}`);
    });
  }
  return changed(expected, actual, owners, path);
}

function changed(
  expected: JsonValue,
  actual: JsonValue | undefined,
  owners: FieldOwner[],
  path: string,
): DriftField[] {
  const isOurs = owners.some(({ manager }) => manager === FIELD_MANAGER);
  if (isOurs || isSameQuantity(path, expected, actual)) {
    return [];
  }
  return [{ path, expected, actual, ...latestOther(owners) }];
}

/** The API takes the map as a whole, such as a selector. */
function isOneValue(owners: FieldOwner[]): boolean {
  const sizes = owners.map(({ fields }) => Object.keys(fields).length);
  return sizes.includes(0) && sizes.every(size => size === 0);
}

/** Maps that the server leaves out when they are empty; other empty maps say something. */
const OMITTED_MAPS =
  /\/(labels|annotations|matchLabels|nodeSelector|data|binaryData|limits|requests)$/;

/** Whether the server leaves the value out, which nobody owns then. */
function isOmitted(path: string, value: JsonValue): boolean {
  return isMap(value)
    ? Object.keys(value).length === 0 && OMITTED_MAPS.test(path)
    : value === '' || (Array.isArray(value) && value.length === 0);
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 6901. */
function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
