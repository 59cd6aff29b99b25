import { randomUUID } from 'node:crypto';
import {
  KubernetesObject,
  LABEL_MANAGED_BY,
  LABEL_REQUEST,
  MANAGED_BY,
} from '@sandlot/plugin-environments-node';

/** A Namespace as the portal may make it. */
export function namespace(
  name = `contract-${randomUUID().slice(0, 8)}`,
  request?: string,
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: {
        [LABEL_MANAGED_BY]: MANAGED_BY,
        'pod-security.kubernetes.io/enforce': 'restricted',
        ...(request && { [LABEL_REQUEST]: request }),
      },
    },
  };
}

export function configMap(home: string, name: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      namespace: home,
      labels: { [LABEL_MANAGED_BY]: MANAGED_BY },
    },
    data: { color: 'blue' },
  };
}

export function quota(home: string, configmaps: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'limits', namespace: home },
    spec: { hard: { configmaps } },
  };
}

export function serviceAccount(home: string, name: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace: home },
  };
}

export function roleBinding(
  home: string,
  account: string,
  role: string,
): KubernetesObject {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: account, namespace: home },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: role,
    },
    subjects: [{ kind: 'ServiceAccount', name: account, namespace: home }],
  };
}

export function deployment(home: string): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: home },
    spec: deploymentSpec(),
  };
}

export function deploymentSpec() {
  const labels = { app: 'web' };
  return {
    replicas: 1,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        securityContext: {
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        containers: [
          {
            name: 'web',
            image: 'registry.invalid/web:1',
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { drop: ['ALL'] },
            },
          },
        ],
      },
    },
  };
}

/** One of each kind of workload that a template may have. */
export function workloads(home: string): KubernetesObject[] {
  const { replicas, selector, template } = deploymentSpec();
  const job = {
    template: { spec: { ...template.spec, restartPolicy: 'Never' } },
  };
  const metadata = (name: string) => ({ name, namespace: home });
  return [
    deployment(home),
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: metadata('store'),
      spec: { replicas, selector, template, serviceName: 'store' },
    },
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: metadata('nightly'),
      spec: { schedule: '0 3 * * *', jobTemplate: { spec: job } },
    },
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: metadata('once'),
      spec: job,
    },
  ];
}
