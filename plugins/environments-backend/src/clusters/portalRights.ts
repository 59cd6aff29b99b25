import {
  ELEVATED_CLUSTER_ROLE,
  OWNER_CLUSTER_ROLE,
  VIEWER_CLUSTER_ROLE,
} from '@sandlot/plugin-environments-node';
import type { Cluster } from './Cluster';

/** What may be asked for at all. `*`, `escalate` and `impersonate` can't be written down. */
export type Verb = 'get' | 'list' | 'create' | 'patch' | 'delete' | 'bind';

/** Something that the portal's account may do on a cluster. */
export interface PortalRight {
  /** API group, `''` for core. */
  group: string;
  resources: string[];
  verbs: Verb[];
  /** Only objects of these names; needed with `bind`. */
  names?: string[];
  /** What in the code needs it. */
  usedBy: (keyof Cluster)[];
  why: string;
}

/** Of everything that a template may hold. */
const templateKind = {
  verbs: ['get', 'list', 'create', 'patch', 'delete'] as Verb[],
  usedBy: [
    'apply',
    'dryRunApply',
    'get',
    'listManaged',
    'listInNamespace',
    'resize',
    'deleteObject',
  ] as (keyof Cluster)[],
};

/**
 * All that the portal does on a cluster, and so all that its account may:
 * `deploy/portal-rbac.yaml` is generated from this list, and a test asks the API
 * server about everything else. RBAC knows no labels, so that these rights hold in
 * each namespace: `deploy/admission-policy.yaml` keeps what changes something to
 * the portal's own, and nothing keeps what only looks.
 */
export const portalRights: readonly PortalRight[] = [
  {
    group: '',
    resources: ['namespaces'],
    verbs: ['get', 'list', 'create', 'patch', 'delete'],
    usedBy: [
      'createNamespace',
      'apply',
      'get',
      'listNamespaces',
      'listManaged',
      'deleteNamespace',
    ],
    why: 'An environment is a namespace.',
  },
  {
    ...templateKind,
    group: '',
    resources: [
      'resourcequotas',
      'limitranges',
      'serviceaccounts',
      'configmaps',
      'services',
      'persistentvolumeclaims',
    ],
    why: 'The kinds that templates may use. Server-side apply needs create and patch, drift is found by list.',
  },
  {
    ...templateKind,
    group: 'networking.k8s.io',
    resources: ['networkpolicies', 'ingresses'],
    why: 'As above.',
  },
  {
    ...templateKind,
    group: 'apps',
    resources: ['deployments', 'statefulsets'],
    why: 'As above; hibernation patches their size.',
  },
  {
    group: 'apps',
    resources: ['replicasets'],
    verbs: ['get', 'list', 'patch'],
    usedBy: ['listInNamespace', 'resize'],
    why: 'Hibernation scales to zero what owners made themselves, and gives it back; get tells one that is gone from one that was refused.',
  },
  {
    ...templateKind,
    group: 'batch',
    resources: ['jobs', 'cronjobs'],
    why: 'As above; hibernation suspends them.',
  },
  {
    ...templateKind,
    group: 'autoscaling',
    resources: ['horizontalpodautoscalers'],
    why: 'As above.',
  },
  {
    ...templateKind,
    group: 'policy',
    resources: ['poddisruptionbudgets'],
    why: 'As above.',
  },
  {
    ...templateKind,
    group: 'rbac.authorization.k8s.io',
    resources: ['rolebindings'],
    why: 'Access of owners, viewers and who is elevated; sandlot-portal-bindings refuses other roles and foreign subjects.',
  },
  {
    group: 'rbac.authorization.k8s.io',
    resources: ['clusterroles'],
    verbs: ['bind'],
    names: [OWNER_CLUSTER_ROLE, VIEWER_CLUSTER_ROLE, ELEVATED_CLUSTER_ROLE],
    usedBy: ['apply'],
    why: 'The three roles of environment-roles.yaml, whose rights the portal does not have itself.',
  },
  {
    group: '',
    resources: ['pods'],
    verbs: ['list', 'create'],
    usedBy: ['listInNamespace', 'tryPrivilegedPod'],
    why: 'What runs in an environment. Pods are made by controllers: create is for dry runs, which prove that pod security is in force, and sandlot-portal-pods refuses every other.',
  },
  {
    group: '',
    resources: ['serviceaccounts/token'],
    verbs: ['create'],
    usedBy: ['createToken'],
    why: 'Kubeconfigs. RBAC knows no beginnings of names: sandlot-portal-tokens refuses accounts that are not one person’s, and more than eight hours.',
  },
  {
    group: 'authorization.k8s.io',
    resources: ['subjectaccessreviews'],
    verbs: ['create'],
    usedBy: ['isAllowed'],
    why: 'Proof that the rights in an environment are what they should be.',
  },
];
