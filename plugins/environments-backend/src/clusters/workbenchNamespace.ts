import {
  KubernetesObject,
  LABEL_MANAGED_BY,
  MANAGED_BY,
} from '@sandlot/plugin-environments-node';

/**
 * Namespace that dry runs of the workbench ask about; it stays empty. On a real
 * cluster `deploy/portal-rbac.yaml` makes it.
 */
export const WORKBENCH_NAMESPACE = 'sandlot-workbench';

/** As the file in `deploy/` has it. */
export const workbenchNamespace: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: WORKBENCH_NAMESPACE,
    labels: {
      'app.kubernetes.io/part-of': 'sandlot',
      [LABEL_MANAGED_BY]: MANAGED_BY,
      'pod-security.kubernetes.io/enforce': 'restricted',
    },
  },
};
