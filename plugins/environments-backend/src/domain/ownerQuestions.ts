import { OWNER_SERVICE_ACCOUNT } from '@sandlot/plugin-environments-node';

/** Something that the cluster is asked about the owner. */
export interface OwnerQuestion {
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
 * What the owner must be able to do, and must not. A right in the whole cluster
 * is one in each namespace too, so that most is asked of a namespace.
 *
 * @param neighbour - namespace of another environment, if there is one
 */
export function ownerQuestions(
  namespace: string,
  neighbour?: string,
): OwnerQuestion[] {
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
    ...may.map(question => ({ ...question, expected: true })),
    ...mayNot.map(question => ({ ...question, expected: false })),
  ];
}

/** The user that Kubernetes sees when the owner comes with a kubeconfig of ours. */
export function ownerUser(namespace: string): {
  user: string;
  groups: string[];
} {
  return {
    user: `system:serviceaccount:${namespace}:${OWNER_SERVICE_ACCOUNT}`,
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
