import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { Cluster } from '../clusters/Cluster';
import { ClusterError } from '../clusters/ClusterError';
import { referenceTo } from '../clusters/namespaces';
import { accountUser } from '../domain/ownerQuestions';
import {
  VerificationFacts,
  VerificationSubject,
  hasBindings,
  isCounted,
} from '../domain/verification';

const NETWORK_POLICIES = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
};
const ROLE_BINDINGS = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
};

/**
 * Looks at the cluster, all at once.
 * @param seen - what an earlier look has found, which is not asked again
 */
export async function gatherFacts(
  cluster: Cluster,
  subject: VerificationSubject,
  seen: VerificationFacts = { quotas: {}, access: [] },
): Promise<VerificationFacts> {
  const { namespace, manifests } = subject;
  const [account, quotas, networkPolicies, roleBindings, access] =
    await Promise.all([
      lookAtAccount(cluster, namespace, seen),
      lookAtQuotas(cluster, manifests, seen),
      seen.networkPolicies ??
        cluster.listInNamespace(namespace, NETWORK_POLICIES),
      hasBindings(manifests, seen.roleBindings)
        ? seen.roleBindings
        : cluster.listInNamespace(namespace, ROLE_BINDINGS),
      askAboutAccounts(cluster, subject, seen),
    ]);
  return { ...account, quotas, networkPolicies, roleBindings, access };
}

/** The account that pods run as, and once it is there what one may not be. */
async function lookAtAccount(
  cluster: Cluster,
  namespace: string,
  seen: VerificationFacts,
): Promise<
  Pick<
    VerificationFacts,
    'defaultServiceAccount' | 'privilegedPod' | 'privilegedPodUntried'
  >
> {
  const defaultServiceAccount =
    seen.defaultServiceAccount ??
    (await cluster.get({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      name: 'default',
      namespace,
    }));
  if (!defaultServiceAccount || seen.privilegedPod) {
    return { defaultServiceAccount, privilegedPod: seen.privilegedPod };
  }
  try {
    const privilegedPod = await cluster.tryPrivilegedPod(namespace);
    return { defaultServiceAccount, privilegedPod };
  } catch (error) {
    if (!(error instanceof ClusterError) || error.isTransient) throw error;
    return { defaultServiceAccount, privilegedPodUntried: error.message };
  }
}

async function lookAtQuotas(
  cluster: Cluster,
  manifests: KubernetesObject[],
  seen: VerificationFacts,
): Promise<VerificationFacts['quotas']> {
  const quotas = manifests.filter(({ kind }) => kind === 'ResourceQuota');
  return Object.fromEntries(
    await Promise.all(
      quotas.map(async manifest => {
        const { name } = manifest.metadata;
        const known = seen.quotas[name];
        return [
          name,
          isCounted(known) ? known : await cluster.get(referenceTo(manifest)),
        ];
      }),
    ),
  );
}

async function askAboutAccounts(
  cluster: Cluster,
  { namespace, questions }: VerificationSubject,
  seen: VerificationFacts,
): Promise<boolean[]> {
  return Promise.all(
    questions.map(({ expected, account, ...question }, index) =>
      seen.access[index] === expected
        ? expected
        : cluster.isAllowed({
            ...accountUser(namespace, account),
            ...question,
          }),
    ),
  );
}
