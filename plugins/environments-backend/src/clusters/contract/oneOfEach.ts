import { KubernetesObject } from '@sandlot/plugin-environments-node';
import {
  configMap,
  deploymentSpec,
  quota,
  roleBinding,
  serviceAccount,
  workloads,
} from './manifests';

/**
 * One valid object of each kind that there can be in a namespace, as far as Sandlot
 * handles them, none of which does anything.
 */
export function oneOfEach(home: string, name: string): KubernetesObject[] {
  const { selector, template } = deploymentSpec();
  const one = (apiVersion: string, kind: string, spec: object) => ({
    apiVersion,
    kind,
    metadata: { name, namespace: home },
    spec: spec as Record<string, unknown>,
  });
  return [
    { ...quota(home, '1'), spec: { hard: { 'count/podtemplates': '1' } } },
    one('v1', 'LimitRange', { limits: [] }),
    serviceAccount(home, name),
    configMap(home, name),
    one('v1', 'Service', { ports: [{ port: 80 }] }),
    one('v1', 'PersistentVolumeClaim', {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
    }),
    one('v1', 'Pod', template.spec),
    one('networking.k8s.io/v1', 'NetworkPolicy', {
      podSelector: { matchLabels: { app: name } },
      policyTypes: ['Ingress'],
    }),
    one('networking.k8s.io/v1', 'Ingress', {
      defaultBackend: { service: { name, port: { number: 80 } } },
    }),
    roleBinding(home, name, 'sandlot-viewer'),
    ...workloads(home).map(workload => ({
      ...workload,
      spec: {
        ...(workload.spec as object),
        ...(workload.apiVersion === 'batch/v1'
          ? { suspend: true }
          : { replicas: 0 }),
      },
    })),
    one('apps/v1', 'ReplicaSet', { replicas: 0, selector, template }),
    one('autoscaling/v2', 'HorizontalPodAutoscaler', {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      maxReplicas: 1,
    }),
    one('policy/v1', 'PodDisruptionBudget', { selector, maxUnavailable: 1 }),
  ].map(object => ({ ...object, metadata: { ...object.metadata, name } }));
}
