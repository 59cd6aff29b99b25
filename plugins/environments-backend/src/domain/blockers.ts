import { Blocker } from '@sandlot/plugin-environments-common';
import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { FieldOwner, fieldOwners, ownersBelow } from './fieldOwners';

/** A namespace may hold thousands; these tell what is to be mended. */
const MOST = 50;

interface NamespaceCondition {
  type: string;
  status: string;
  message?: string;
  lastTransitionTime?: string;
}

/** What the namespace controller says that holds up the deletion. */
export function openConditions({
  status,
}: KubernetesObject): NamespaceCondition[] {
  const { conditions = [] } = (status ?? {}) as {
    conditions?: NamespaceCondition[];
  };
  return conditions.filter(
    condition => condition.status === 'True' && condition.message,
  );
}

/**
 * What keeps a namespace from being gone: the controller's own words, which know of
 * all kinds, then the objects that we may see, those with finalizers first.
 *
 * @param content - with `metadata.managedFields`
 */
export function findBlockers(
  namespace: KubernetesObject,
  content: readonly KubernetesObject[],
): Blocker[] {
  const { name } = namespace.metadata;
  const said = openConditions(namespace).map(
    ({ message, lastTransitionTime }) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      name,
      since: lastTransitionTime,
      message: message!,
    }),
  );
  const held = finalizersOf(namespace).length > 0 ? [namespace] : [];
  const byHold = [...content].sort(
    (one, other) => finalizersOf(other).length - finalizersOf(one).length,
  );
  return [...said, ...[...held, ...byHold].map(describe)].slice(0, MOST);
}

function describe(object: KubernetesObject): Blocker {
  const { apiVersion, kind, metadata } = object;
  const finalizers = finalizersOf(object);
  const owners = fieldOwners(object);
  const managers = namesOf(owners);
  return {
    apiVersion,
    kind,
    name: metadata.name,
    ...(finalizers.length > 0 && { finalizers }),
    ...(managers.length > 0 && { managers }),
    since: metadata.deletionTimestamp as string | undefined,
    message: whyThere(object, finalizers, owners),
  };
}

function whyThere(
  { metadata }: KubernetesObject,
  finalizers: string[],
  owners: FieldOwner[],
): string {
  if (finalizers.length > 0) {
    const setBy = namesOf(
      ownersBelow(ownersBelow(owners, 'f:metadata'), 'f:finalizers'),
    );
    return `It stays until ${finalizers.join(', ')} ${
      finalizers.length === 1 ? 'is' : 'are'
    } taken off by the controller of that name${
      setBy.length > 0 ? `; set by ${setBy.join(', ')}` : ''
    }`;
  }
  return metadata.deletionTimestamp
    ? 'It is shutting down'
    : 'The cluster has not begun to delete it';
}

function finalizersOf({ metadata }: KubernetesObject): string[] {
  return (metadata.finalizers as string[] | undefined) ?? [];
}

/** Whoever wrote last comes first. */
function namesOf(owners: FieldOwner[]): string[] {
  const newest = [...owners].sort((one, other) =>
    (other.time ?? '').localeCompare(one.time ?? ''),
  );
  return [...new Set(newest.map(({ manager }) => manager))];
}
