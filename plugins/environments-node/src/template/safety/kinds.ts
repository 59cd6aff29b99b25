import type { Wave } from '@sandlot/plugin-environments-common';

/** What a template may make, and when. */
interface AdmittedKind {
  apiVersion: string;
  wave: Exclude<Wave, 'namespace'>;
}

/** The only kinds a template may hold; all of them live in a namespace. */
export const ADMITTED_KINDS: Readonly<Record<string, AdmittedKind>> = {
  ResourceQuota: { apiVersion: 'v1', wave: 'policies' },
  LimitRange: { apiVersion: 'v1', wave: 'policies' },
  NetworkPolicy: { apiVersion: 'networking.k8s.io/v1', wave: 'policies' },
  ServiceAccount: { apiVersion: 'v1', wave: 'policies' },
  RoleBinding: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    wave: 'policies',
  },
  ConfigMap: { apiVersion: 'v1', wave: 'workloads' },
  Service: { apiVersion: 'v1', wave: 'workloads' },
  PersistentVolumeClaim: { apiVersion: 'v1', wave: 'workloads' },
  Deployment: { apiVersion: 'apps/v1', wave: 'workloads' },
  StatefulSet: { apiVersion: 'apps/v1', wave: 'workloads' },
  Job: { apiVersion: 'batch/v1', wave: 'workloads' },
  CronJob: { apiVersion: 'batch/v1', wave: 'workloads' },
  Ingress: { apiVersion: 'networking.k8s.io/v1', wave: 'workloads' },
  HorizontalPodAutoscaler: { apiVersion: 'autoscaling/v2', wave: 'workloads' },
  PodDisruptionBudget: { apiVersion: 'policy/v1', wave: 'workloads' },
};

/**
 * The same as a list: what a portal must be able to make.
 *
 * @public
 */
export const TEMPLATE_KINDS: readonly { apiVersion: string; kind: string }[] =
  Object.entries(ADMITTED_KINDS).map(([kind, { apiVersion }]) => ({
    apiVersion,
    kind,
  }));

/** Order of making: what limits and protects comes before what runs. @public */
export const WAVES: readonly Wave[] = ['namespace', 'policies', 'workloads'];

/**
 * The wave in which an object of an environment is applied.
 *
 * @public
 */
export function waveOf(object: { kind: string }): Wave {
  if (object.kind === 'Namespace') {
    return 'namespace';
  }
  return Object.hasOwn(ADMITTED_KINDS, object.kind)
    ? ADMITTED_KINDS[object.kind].wave
    : 'workloads';
}
