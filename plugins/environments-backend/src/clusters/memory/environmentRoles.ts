import {
  ELEVATED_CLUSTER_ROLE,
  OWNER_CLUSTER_ROLE,
  VIEWER_CLUSTER_ROLE,
} from '@sandlot/plugin-environments-node';

/** A rule of `rbac.authorization.k8s.io/v1`. */
export interface PolicyRule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

const READ = ['get', 'list', 'watch'];
const WRITE = [
  ...READ,
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
];

/** What is there, and no more of it and no less. */
const EDIT = [...READ, 'update', 'patch'];

/** The rules of `deploy/environment-roles.yaml`, which a test compares with these. */
export const ENVIRONMENT_ROLES: Record<string, PolicyRule[]> = {
  [OWNER_CLUSTER_ROLE]: [
    {
      apiGroups: [''],
      resources: [
        'pods',
        'configmaps',
        'secrets',
        'services',
        'persistentvolumeclaims',
      ],
      verbs: WRITE,
    },
    {
      apiGroups: [''],
      resources: ['pods/exec', 'pods/attach', 'pods/portforward'],
      verbs: ['get', 'create'],
    },
    {
      apiGroups: [''],
      resources: ['pods/ephemeralcontainers'],
      verbs: ['get', 'update', 'patch'],
    },
    { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
    {
      apiGroups: ['apps'],
      resources: ['deployments', 'statefulsets', 'replicasets'],
      verbs: WRITE,
    },
    {
      apiGroups: ['apps'],
      resources: [
        'deployments/scale',
        'statefulsets/scale',
        'replicasets/scale',
      ],
      verbs: ['get', 'update', 'patch'],
    },
    { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: WRITE },
    {
      apiGroups: ['autoscaling'],
      resources: ['horizontalpodautoscalers'],
      verbs: WRITE,
    },
    {
      apiGroups: ['networking.k8s.io'],
      resources: ['ingresses'],
      verbs: WRITE,
    },
    {
      apiGroups: [''],
      resources: [
        'pods/log',
        'pods/status',
        'events',
        'endpoints',
        'resourcequotas',
        'limitranges',
        'serviceaccounts',
      ],
      verbs: READ,
    },
    { apiGroups: ['apps'], resources: ['controllerrevisions'], verbs: READ },
    {
      apiGroups: ['discovery.k8s.io'],
      resources: ['endpointslices'],
      verbs: READ,
    },
    { apiGroups: ['events.k8s.io'], resources: ['events'], verbs: READ },
    {
      apiGroups: ['networking.k8s.io'],
      resources: ['networkpolicies'],
      verbs: READ,
    },
    { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: READ },
    {
      apiGroups: ['rbac.authorization.k8s.io'],
      resources: ['rolebindings'],
      verbs: READ,
    },
    { apiGroups: ['metrics.k8s.io'], resources: ['pods'], verbs: READ },
  ],
  [VIEWER_CLUSTER_ROLE]: [
    {
      apiGroups: [''],
      resources: [
        'pods',
        'pods/log',
        'pods/status',
        'configmaps',
        'services',
        'persistentvolumeclaims',
        'events',
        'endpoints',
        'resourcequotas',
        'limitranges',
        'serviceaccounts',
      ],
      verbs: READ,
    },
    {
      apiGroups: ['apps'],
      resources: [
        'deployments',
        'statefulsets',
        'replicasets',
        'controllerrevisions',
      ],
      verbs: READ,
    },
    { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: READ },
    {
      apiGroups: ['autoscaling'],
      resources: ['horizontalpodautoscalers'],
      verbs: READ,
    },
    {
      apiGroups: ['networking.k8s.io'],
      resources: ['ingresses', 'networkpolicies'],
      verbs: READ,
    },
    { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: READ },
    {
      apiGroups: ['rbac.authorization.k8s.io'],
      resources: ['rolebindings'],
      verbs: READ,
    },
    {
      apiGroups: ['discovery.k8s.io'],
      resources: ['endpointslices'],
      verbs: READ,
    },
    { apiGroups: ['events.k8s.io'], resources: ['events'], verbs: READ },
    { apiGroups: ['metrics.k8s.io'], resources: ['pods'], verbs: READ },
  ],
  [ELEVATED_CLUSTER_ROLE]: [
    {
      apiGroups: [''],
      resources: ['resourcequotas', 'limitranges'],
      verbs: EDIT,
    },
    {
      apiGroups: ['networking.k8s.io'],
      resources: ['networkpolicies'],
      verbs: EDIT,
    },
    { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: EDIT },
  ],
};
