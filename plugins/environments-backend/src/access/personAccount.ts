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
const RBAC_GROUP = 'rbac.authorization.k8s.io';
const RBAC = `${RBAC_GROUP}/v1`;
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

type Place = Pick<EnvironmentRow, 'id' | 'namespace'>;

/** A person's service account in the environment. */
export function personAccount(
  environment: Place,
  role: Role,
  person: string,
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: metadataOf(environment, role, person),
    automountServiceAccountToken: false,
  };
}

/**
 * What gives a person their rights in the environment.
 *
 * @param username - as whom the cluster knows them, where they sign in to it by
 * themselves; absent: it binds their service account
 */
export function personBinding(
  environment: Place,
  role: Role,
  person: string,
  username: string | undefined,
): KubernetesObject {
  const metadata = metadataOf(environment, role, person);
  const { name } = metadata;
  const { namespace } = environment;
  return {
    apiVersion: RBAC,
    kind: 'RoleBinding',
    metadata,
    roleRef: {
      apiGroup: RBAC_GROUP,
      kind: 'ClusterRole',
      name: clusterRoles[role],
    },
    subjects: [
      username === undefined
        ? { kind: 'ServiceAccount', name, namespace }
        : { kind: 'User', apiGroup: RBAC_GROUP, name: username },
    ],
  };
}

function metadataOf({ id, namespace }: Place, role: Role, person: string) {
  return {
    name: personAccountName(role, person),
    namespace,
    labels: { [LABEL_MANAGED_BY]: MANAGED_BY, [LABEL_ENVIRONMENT]: id },
    annotations: { [ANNOTATION_PERSON]: person },
  };
}
