import { createHash } from 'node:crypto';
import { AccessAccount } from '@sandlot/plugin-environments-common';
import {
  ANNOTATION_PERSON,
  ELEVATED_CLUSTER_ROLE,
  KubernetesObject,
  LABEL_ENVIRONMENT,
  LABEL_MANAGED_BY,
  MANAGED_BY,
  OWNER_CLUSTER_ROLE,
  VIEWER_CLUSTER_ROLE,
} from '@sandlot/plugin-environments-node';
import { EnvironmentRow } from '../database/rows';

type Role = AccessAccount['role'];

const clusterRoles: Record<Role, string> = {
  owner: OWNER_CLUSTER_ROLE,
  viewer: VIEWER_CLUSTER_ROLE,
  elevated: ELEVATED_CLUSTER_ROLE,
};
/** Names of pods and in logs stay readable. */
const LONGEST_READABLE = 30;

/**
 * Name of a person's service account, the same each time: it is what the API server's
 * own log has. `deploy/admission-policy.yaml` knows the pattern.
 *
 * @param person - entity reference
 */
export function personAccountName(role: Role, person: string): string {
  const readable = person
    .split('/')
    .at(-1)!
    .toLocaleLowerCase('en-US')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_READABLE)
    .replace(/^-+|-+$/g, '');
  const hash = createHash('sha256').update(person).digest('hex').slice(0, 10);
  return ['sandlot', role, ...(readable ? [readable] : []), hash].join('-');
}

/** A person's service account in the environment and its binding, in the order to apply them. */
export function personAccount(
  environment: Pick<EnvironmentRow, 'id' | 'namespace'>,
  role: Role,
  person: string,
): [account: KubernetesObject, binding: KubernetesObject] {
  const { id, namespace } = environment;
  const name = personAccountName(role, person);
  const metadata = {
    name,
    namespace,
    labels: { [LABEL_MANAGED_BY]: MANAGED_BY, [LABEL_ENVIRONMENT]: id },
    annotations: { [ANNOTATION_PERSON]: person },
  };
  return [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata,
      automountServiceAccountToken: false,
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: clusterRoles[role],
      },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
  ];
}
