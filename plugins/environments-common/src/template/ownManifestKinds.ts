/** Kinds of which a developer may add objects, where the template admits it. @public */
export const OWN_MANIFEST_KINDS = [
  'ConfigMap',
  'Service',
  'PersistentVolumeClaim',
  'Deployment',
  'StatefulSet',
  'Job',
  'CronJob',
  'Ingress',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
] as const;
