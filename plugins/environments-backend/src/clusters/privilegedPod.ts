import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { PrivilegedPodAnswer } from './Cluster';
import { ClusterError } from './ClusterError';

/** A pod that could take over its node, for asking whether it would be let in. */
export function privilegedPod(namespace: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'sandlot-conformance-probe', namespace },
    spec: {
      automountServiceAccountToken: false,
      containers: [
        {
          name: 'probe',
          image: 'registry.invalid/sandlot/conformance-probe',
          securityContext: { privileged: true },
        },
      ],
    },
  };
}

/**
 * Tells a refusal by pod security from any other.
 * @throws ClusterError for any other
 */
export function readRefusal(error: unknown): PrivilegedPodAnswer {
  if (
    error instanceof ClusterError &&
    error.status === 403 &&
    error.message.includes('violates PodSecurity')
  ) {
    return { refused: true, message: error.message };
  }
  throw error;
}

/** The answer of a server that let it in. */
export const PRIVILEGED_POD_ADMITTED: PrivilegedPodAnswer = {
  refused: false,
  message: 'the API server would have made a privileged pod',
};
