import {
  ELEVATED_CLUSTER_ROLE,
  KubernetesObject,
  OWNER_CLUSTER_ROLE,
  VIEWER_CLUSTER_ROLE,
} from '@sandlot/plugin-environments-node';
import { PrivilegedPodAnswer } from '../clusters/Cluster';
import { Obstacle } from './Obstacle';

interface Subject {
  kind?: string;
  name?: string;
  namespace?: string;
}

const SHIPPED_ROLES = [
  OWNER_CLUSTER_ROLE,
  VIEWER_CLUSTER_ROLE,
  ELEVATED_CLUSTER_ROLE,
];

/** Nothing reaches a pod, nor does one reach anything, but what rules let through. */
export function isolatesEveryPod({ spec }: KubernetesObject): boolean {
  const { podSelector, policyTypes } = (spec ?? {}) as {
    podSelector?: object;
    policyTypes?: string[];
  };
  return (
    Object.keys(podSelector ?? {}).length === 0 &&
    ['Ingress', 'Egress'].every(type => policyTypes?.includes(type))
  );
}

export function everyPodIsIsolated(
  policies: KubernetesObject[],
): Obstacle | undefined {
  return policies.some(isolatesEveryPod)
    ? undefined
    : {
        reason: 'NotIsolated',
        message:
          'No network policy on the cluster closes every pod of the namespace, incoming and outgoing. The template has one; somebody or something has taken it away or changed it.',
        final: true,
      };
}

export function privilegedPodIsRefused(
  answer: PrivilegedPodAnswer,
): Obstacle | undefined {
  return answer.refused
    ? undefined
    : {
        reason: 'PodSecurityMissing',
        message: `A privileged pod, tried as a dry run, was not refused by pod security: ${answer.message}. The namespace must be enforced as "restricted" by the cluster.`,
        final: true,
      };
}

/**
 * Only the shipped roles, only for those whom the manifests name.
 *
 * @param manifests - of the template, and the bindings of persons
 */
export function bindingsAreOurs(
  namespace: string,
  manifests: KubernetesObject[],
  live: KubernetesObject[],
): Obstacle | undefined {
  const named = new Set(
    manifests
      .filter(({ kind }) => kind === 'RoleBinding')
      .flatMap(binding => grantsOf(namespace, binding)),
  );
  const foreign = live.find(
    binding =>
      !isShipped(binding) ||
      grantsOf(namespace, binding).some(grant => !named.has(grant)),
  );
  if (!foreign) return undefined;
  const grants = grantsOf(namespace, foreign);
  return {
    reason: 'ForeignBinding',
    message: `Role binding ${
      foreign.metadata.name
    } gives what the template does not: ${
      grants.filter(grant => !named.has(grant)).join(', ') || 'another role'
    }. It must go first.`,
    final: true,
  };
}

function isShipped({ roleRef }: KubernetesObject): boolean {
  const { kind, name } = roleRef as { kind: string; name: string };
  return kind === 'ClusterRole' && SHIPPED_ROLES.includes(name);
}

/** Each subject with its role, in words that compare. */
function grantsOf(namespace: string, binding: KubernetesObject): string[] {
  const { kind, name } = binding.roleRef as { kind: string; name: string };
  const subjects = (binding.subjects ?? []) as Subject[];
  return subjects.map(subject => {
    const home =
      subject.kind === 'ServiceAccount'
        ? ` of namespace ${subject.namespace ?? namespace}`
        : '';
    return `${kind} ${name} to ${subject.kind} ${subject.name}${home}`;
  });
}
