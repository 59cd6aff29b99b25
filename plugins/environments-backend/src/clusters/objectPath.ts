import { ClusterError } from './ClusterError';
import { ObjectKind, ObjectReference } from './Cluster';

/**
 * The kinds that templates may use, and ReplicaSets, which owners make by hand,
 * with their REST resources. A table and not discovery: an apply is exactly one
 * request, and nothing else is ever touched.
 */
const RESOURCES: Record<string, string> = {
  'v1/Namespace': 'namespaces',
  'v1/ResourceQuota': 'resourcequotas',
  'v1/LimitRange': 'limitranges',
  'v1/ServiceAccount': 'serviceaccounts',
  'v1/ConfigMap': 'configmaps',
  'v1/Service': 'services',
  'v1/PersistentVolumeClaim': 'persistentvolumeclaims',
  'v1/Pod': 'pods',
  'networking.k8s.io/v1/NetworkPolicy': 'networkpolicies',
  'networking.k8s.io/v1/Ingress': 'ingresses',
  'rbac.authorization.k8s.io/v1/RoleBinding': 'rolebindings',
  'apps/v1/Deployment': 'deployments',
  'apps/v1/StatefulSet': 'statefulsets',
  'apps/v1/ReplicaSet': 'replicasets',
  'batch/v1/Job': 'jobs',
  'batch/v1/CronJob': 'cronjobs',
  'autoscaling/v2/HorizontalPodAutoscaler': 'horizontalpodautoscalers',
  'policy/v1/PodDisruptionBudget': 'poddisruptionbudgets',
};

/** The kinds that there can be in a namespace, as far as Sandlot handles them. */
export const NAMESPACED_KINDS: readonly ObjectKind[] = Object.keys(RESOURCES)
  .filter(key => key !== 'v1/Namespace')
  .map(key => {
    const cut = key.lastIndexOf('/');
    return { apiVersion: key.slice(0, cut), kind: key.slice(cut + 1) };
  });

/**
 * Path of an object in the API.
 * @throws ClusterError `Refused` for a kind that Sandlot does not handle
 */
export function objectPath(reference: ObjectReference): string {
  const { kind, name, namespace } = reference;
  const home = kind === 'Namespace' ? undefined : namespace ?? '';
  return `${collectionPath(reference, home)}/${segment(kind, name)}`;
}

/**
 * Path of all objects of a kind, in one namespace or, without it, in all.
 * @throws ClusterError `Refused` for a kind that Sandlot does not handle
 */
export function collectionPath(
  { apiVersion, kind }: ObjectKind,
  namespace?: string,
): string {
  const resource = resourceOf(apiVersion, kind);
  const root = apiVersion.includes('/') ? '/apis' : '/api';
  const scope =
    namespace === undefined ? '' : `/namespaces/${segment(kind, namespace)}`;
  return `${root}/${apiVersion}${scope}/${resource}`;
}

/**
 * Plural by which the API knows a kind.
 * @throws ClusterError `Refused` for a kind that Sandlot does not handle
 */
export function resourceOf(apiVersion: string, kind: string): string {
  const key = `${apiVersion}/${kind}`;
  if (!Object.hasOwn(RESOURCES, key)) {
    throw new ClusterError(
      'Refused',
      `Sandlot does not handle ${kind} of ${apiVersion}; it handles ${Object.keys(
        RESOURCES,
      ).join(', ')}`,
    );
  }
  return RESOURCES[key];
}

function segment(kind: string, value: string): string {
  // An empty or dotted segment would address another path than was meant.
  if (!value || value === '.' || value === '..') {
    throw new ClusterError(
      'Refused',
      `${kind} needs a name and a namespace, "${value}" is none`,
    );
  }
  return encodeURIComponent(value);
}
