import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { PrivilegedPodAnswer } from '../Cluster';
import { ClusterError } from '../ClusterError';
import {
  PRIVILEGED_POD_ADMITTED,
  privilegedPod,
  readRefusal,
} from '../privilegedPod';
import { notFound } from './notFound';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** What pod security says to a privileged pod, by the namespace's label alone. */
export function tryPodSecurity(
  name: string,
  namespace: KubernetesObject | undefined,
): PrivilegedPodAnswer {
  if (!namespace) throw notFound('namespaces', name);
  const level = namespace.metadata.labels?.[ENFORCE] ?? 'privileged';
  if (level === 'privileged') return PRIVILEGED_POD_ADMITTED;
  const { metadata } = privilegedPod(name);
  return readRefusal(
    new ClusterError(
      'Refused',
      `pods "${metadata.name}" is forbidden: violates PodSecurity "${level}:latest": privileged (container "probe" must not set securityContext.privileged=true)`,
      { status: 403 },
    ),
  );
}
