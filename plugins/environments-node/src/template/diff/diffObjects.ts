import type { KubernetesObject } from '../../KubernetesObject';
import { diffValues } from './diffValues';
import type { FieldChange } from './diffValues';

/** What is different about one object. @public */
export interface ObjectChange {
  change: 'added' | 'removed' | 'changed';
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
  /** Empty unless `changed`. */
  fields: FieldChange[];
}

/** What a cluster writes into an object. */
const WRITTEN_BY_CLUSTER = [
  'managedFields',
  'resourceVersion',
  'uid',
  'generation',
  'creationTimestamp',
];
const NOT_SHOWN = '(not shown)';

/**
 * How one set of objects differs from another, without what a cluster writes
 * into them. Objects are the same by apiVersion, kind, namespace and name.
 * Added and changed ones come in the order of `after`, then removed ones. That
 * a Secret's data differ is told, what they are is not.
 *
 * @public
 */
export function diffObjects(
  before: KubernetesObject[],
  after: KubernetesObject[],
): ObjectChange[] {
  const earlier = new Map(before.map(object => [identityOf(object), object]));
  const later = new Map(after.map(object => [identityOf(object), object]));
  const changes: ObjectChange[] = [];

  for (const [identity, object] of later) {
    const old = earlier.get(identity);
    if (!old) {
      changes.push(changeOf('added', object));
      continue;
    }
    const fields = diffValues(comparable(old), comparable(object));
    if (fields.length > 0) {
      const shown = object.kind === 'Secret' ? fields.map(concealed) : fields;
      changes.push(changeOf('changed', object, shown));
    }
  }
  for (const [identity, object] of earlier) {
    if (!later.has(identity)) {
      changes.push(changeOf('removed', object));
    }
  }
  return changes;
}

function identityOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  return JSON.stringify([
    apiVersion,
    kind,
    metadata.namespace ?? '',
    metadata.name,
  ]);
}

function comparable(object: KubernetesObject): unknown {
  const { status: _, ...rest } = object;
  const metadata = Object.entries(object.metadata).filter(
    ([field]) => !WRITTEN_BY_CLUSTER.includes(field),
  );
  return { ...rest, metadata: Object.fromEntries(metadata) };
}

function concealed(field: FieldChange): FieldChange {
  if (!/^\/(data|stringData)(\/|$)/.test(field.path)) {
    return field;
  }
  return {
    path: field.path,
    ...('before' in field && { before: NOT_SHOWN }),
    ...('after' in field && { after: NOT_SHOWN }),
  };
}

function changeOf(
  change: ObjectChange['change'],
  { apiVersion, kind, metadata }: KubernetesObject,
  fields: FieldChange[] = [],
): ObjectChange {
  return {
    change,
    apiVersion,
    kind,
    ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
    name: metadata.name,
    fields,
  };
}
