import {
  KubernetesObject,
  OWNER_SERVICE_ACCOUNT,
} from '@sandlot/plugin-environments-node';

/** Something that the cluster is asked about the owner, or another account of the environment. */
export interface OwnerQuestion {
  /** Name of the service account. */
  account: string;
  verb: string;
  group: string;
  resource: string;
  subresource?: string;
  /** Absent: the whole cluster. */
  namespace?: string;
  expected: boolean;
}

const RBAC = 'rbac.authorization.k8s.io';
/** Where every cluster has something that nobody's environment may reach. */
const FOREIGN_NAMESPACES = ['default', 'kube-system'];

/**
 * What the owner must be able to do, and must not, and what no other service account
 * of the environment may either, since the owner can act as each of them. A right in
 * the whole cluster is one in each namespace too, so that most is asked of a namespace.
 *
 * @param manifests - of the environment
 * @param neighbour - namespace of another environment, if there is one
 */
export function ownerQuestions(
  namespace: string,
  manifests: KubernetesObject[],
  neighbour?: string,
): OwnerQuestion[] {
  const accounts = manifests
    .filter(({ kind }) => kind === 'ServiceAccount')
    .map(({ metadata }) => metadata.name)
    .filter(name => name !== OWNER_SERVICE_ACCOUNT);
  const here = (group: string, resource: string, verb: string) => ({
    verb,
    group,
    resource,
    namespace,
  });
  const may = [here('', 'pods', 'list'), here('apps', 'deployments', 'create')];
  const mayNot = [
    here('', 'resourcequotas', 'update'),
    here('networking.k8s.io', 'networkpolicies', 'update'),
    here(RBAC, 'rolebindings', 'create'),
    here(RBAC, 'clusterroles', 'bind'),
    here(RBAC, 'roles', 'escalate'),
    here('', 'serviceaccounts', 'impersonate'),
    { verb: 'impersonate', group: '', resource: 'users' },
    { verb: 'create', group: '', resource: 'namespaces' },
    { verb: 'list', group: '', resource: 'pods' },
    ...[...FOREIGN_NAMESPACES, ...(neighbour ? [neighbour] : [])].flatMap(
      foreign => [
        { verb: 'get', group: '', resource: 'secrets', namespace: foreign },
        { verb: 'get', group: '', resource: 'configmaps', namespace: foreign },
        {
          verb: 'create',
          group: '',
          resource: 'pods',
          subresource: 'exec',
          namespace: foreign,
        },
      ],
    ),
  ];
  return [
    ...may.map(question => ({
      ...question,
      account: OWNER_SERVICE_ACCOUNT,
      expected: true,
    })),
    ...[OWNER_SERVICE_ACCOUNT, ...accounts].flatMap(account =>
      mayNot.map(question => ({ ...question, account, expected: false })),
    ),
  ];
}

/** The user that Kubernetes sees when somebody comes with a token of the account. */
export function accountUser(
  namespace: string,
  account: string,
): {
  user: string;
  groups: string[];
} {
  return {
    user: `system:serviceaccount:${namespace}:${account}`,
    groups: [
      'system:serviceaccounts',
      `system:serviceaccounts:${namespace}`,
      'system:authenticated',
    ],
  };
}

export function describeQuestion(question: OwnerQuestion): string {
  const { verb, resource, subresource, namespace } = question;
  return `${verb} ${subresource ? `${resource}/${subresource}` : resource} in ${
    namespace ? `namespace ${namespace}` : 'the whole cluster'
  }`;
}

/** Whom a question is about, for people. */
export function describeAccount({ account }: OwnerQuestion): string {
  return account === OWNER_SERVICE_ACCOUNT
    ? 'the owner'
    : `service account ${account}`;
}
