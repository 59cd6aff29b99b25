import type { SummaryItem } from '@sandlot/plugin-environments-common';
import type { KubernetesObject } from '../../KubernetesObject';
import { OWNER_CLUSTER_ROLE, VIEWER_CLUSTER_ROLE } from '../../labels';
import { at, listAt, objectAt } from '../at';
import { list } from './words';

const RIGHTS: Readonly<Record<string, string>> = {
  [OWNER_CLUSTER_ROLE]: 'Owners may change what runs in this namespace',
  [VIEWER_CLUSTER_ROLE]: 'Viewers may look at what runs in this namespace',
};

/** Who may do what, of those that the bindings name. */
export function describeAccess(objects: KubernetesObject[]): SummaryItem[] {
  const bindings = objects.filter(object => object.kind === 'RoleBinding');
  return Object.entries(RIGHTS).flatMap(([role, text]) => {
    const subjects = bindings
      .filter(binding => at(binding, 'roleRef', 'name') === role)
      .flatMap(binding => listAt(binding, 'subjects'))
      .map(subject => objectAt(subject));
    if (subjects.length === 0) {
      return [];
    }
    const people = subjects
      .filter(({ kind }) => kind !== 'ServiceAccount')
      .map(({ kind, name }) => `${String(kind).toLowerCase()} ${name}`);
    const also = people.length > 0 ? `, and so may ${list(people)}` : '';
    return [{ topic: 'access' as const, text: `${text}${also}` }];
  });
}

/** The profile that the Namespace enforces. */
export function describeSecurity(objects: KubernetesObject[]): SummaryItem[] {
  return objects
    .filter(object => object.kind === 'Namespace')
    .map(
      ({ metadata }) => metadata.labels?.['pod-security.kubernetes.io/enforce'],
    )
    .filter(profile => profile === 'restricted')
    .map(profile => ({
      topic: 'security' as const,
      text: `Containers run as non-root, without added rights and apart from the node (pod security: ${profile})`,
    }));
}
