import {
  KubernetesObject,
  OWNER_SERVICE_ACCOUNT,
} from '@sandlot/plugin-environments-node';

/** What must be seen before an environment may be called Ready. */
export interface VerificationFacts {
  defaultServiceAccount?: KubernetesObject;
  /** Each ResourceQuota of the template by name, as the cluster has it. */
  quotas: Record<string, KubernetesObject | undefined>;
  /** Each RoleBinding of the template by name, as the cluster has it. */
  bindings: Record<string, KubernetesObject | undefined>;
  /** What the cluster answers for the owner, in the order of `ownerQuestions`. */
  access: boolean[];
}

export interface OwnerQuestion {
  verb: string;
  group: string;
  resource: string;
  /** Absent: the whole cluster. */
  namespace?: string;
  expected: boolean;
}

export interface Obstacle {
  reason: string;
  message: string;
  /** Waiting won't help. */
  final?: true;
}

type Check = (facts: VerificationFacts) => Obstacle | undefined;

/** What the owner must be able to do, and must not. */
export function ownerQuestions(namespace: string): OwnerQuestion[] {
  const may = (group: string, resource: string, verb: string) => ({
    verb,
    group,
    resource,
    namespace,
    expected: true,
  });
  return [
    may('', 'pods', 'list'),
    may('apps', 'deployments', 'create'),
    { ...may('', 'resourcequotas', 'update'), expected: false },
    {
      ...may('rbac.authorization.k8s.io', 'rolebindings', 'create'),
      expected: false,
    },
    {
      verb: 'get',
      group: '',
      resource: 'secrets',
      namespace: 'kube-system',
      expected: false,
    },
    { verb: 'create', group: '', resource: 'namespaces', expected: false },
    { verb: 'list', group: '', resource: 'pods', expected: false },
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

/** What still stands against calling the environment Ready; nothing if it is. */
export function findObstacle(
  namespace: string,
  facts: VerificationFacts,
): Obstacle | undefined {
  const checks: Check[] = [
    defaultServiceAccountIsThere,
    quotaIsCounted,
    bindingsAreThere,
    ownerMayDoNoMore(namespace),
    ownerMayWork(namespace),
  ];
  return checks.map(check => check(facts)).find(obstacle => obstacle);
}

function defaultServiceAccountIsThere(facts: VerificationFacts) {
  return facts.defaultServiceAccount
    ? undefined
    : {
        reason: 'NoDefaultServiceAccount',
        message:
          'Waiting for the cluster to make the default service account; pods could not start before',
      };
}

function quotaIsCounted(facts: VerificationFacts) {
  const uncounted = Object.entries(facts.quotas).find(
    ([_, quota]) => !isCounted(quota),
  );
  return (
    uncounted && {
      reason: 'QuotaNotCounted',
      message: `Waiting for the cluster to count against quota ${uncounted[0]}`,
    }
  );
}

/** The quota controller has taken it up; before that it limits nothing. */
export function isCounted(quota: KubernetesObject | undefined): boolean {
  return Boolean((quota?.status as { hard?: object } | undefined)?.hard);
}

function bindingsAreThere(facts: VerificationFacts) {
  const absent = Object.entries(facts.bindings).find(([_, value]) => !value);
  return (
    absent && {
      reason: 'BindingMissing',
      message: `Waiting for role binding ${absent[0]}`,
    }
  );
}

function ownerMayDoNoMore(namespace: string): Check {
  return facts => {
    const excess = ownerQuestions(namespace).find(
      (question, index) => !question.expected && facts.access[index],
    );
    return (
      excess && {
        reason: 'OwnerMayTooMuch',
        message: `The cluster would let the owner ${describe(
          excess,
        )}. A role binding outside this environment gives that right; it must go first.`,
        final: true,
      }
    );
  };
}

function ownerMayWork(namespace: string): Check {
  return facts => {
    const lacking = ownerQuestions(namespace).find(
      (question, index) => question.expected && !facts.access[index],
    );
    return (
      lacking && {
        reason: 'OwnerMayNotWork',
        message: `Waiting until the cluster lets the owner ${describe(
          lacking,
        )}`,
      }
    );
  };
}

function describe({ verb, resource, namespace }: OwnerQuestion): string {
  return `${verb} ${resource} in ${
    namespace ? `namespace ${namespace}` : 'the whole cluster'
  }`;
}
