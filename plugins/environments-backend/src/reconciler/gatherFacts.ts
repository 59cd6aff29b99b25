import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { personBinding } from '../access/personAccount';
import { Cluster } from '../clusters/Cluster';
import { ClusterError } from '../clusters/ClusterError';
import { referenceTo } from '../clusters/namespaces';
import { AccessAccountRow } from '../database/AccessAccountsTable';
import { accountUser } from '../domain/ownerQuestions';
import {
  VerificationFacts,
  VerificationSubject,
  hasBindings,
  isCounted,
} from '../domain/verification';

type PersonAccess = Pick<
  AccessAccountRow,
  'environmentId' | 'role' | 'person' | 'username'
>;

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
 * @param listAccess - what persons have into the environment
 * @param seen - what an earlier look has found, which is not asked again
 */
export async function gatherFacts(
  cluster: Cluster,
  subject: VerificationSubject,
  listAccess: () => Promise<PersonAccess[]>,
  seen: VerificationFacts = { quotas: {}, access: [] },
): Promise<VerificationFacts> {
  const { namespace, manifests } = subject;
  const [account, quotas, networkPolicies, bindings, access] =
    await Promise.all([
      lookAtAccount(cluster, namespace, seen),
      lookAtQuotas(cluster, manifests, seen),
      seen.networkPolicies ??
        cluster.listInNamespace(namespace, NETWORK_POLICIES),
      hasBindings(manifests, seen.roleBindings)
        ? seen
        : lookAtBindings(cluster, namespace, listAccess),
      askAboutAccounts(cluster, subject, seen),
    ]);
  const { roleBindings, personBindings } = bindings;
  return {
    ...account,
    quotas,
    networkPolicies,
    roleBindings,
    personBindings,
    access,
  };
}

/**
 * Access is given and revoked while we look. It is written down before it is on the
 * cluster and until it has gone from there, so that what is known before and after
 * has all that the cluster can have shown.
 */
async function lookAtBindings(
  cluster: Cluster,
  namespace: string,
  listAccess: () => Promise<PersonAccess[]>,
): Promise<Pick<VerificationFacts, 'roleBindings' | 'personBindings'>> {
  const before = await listAccess();
  const roleBindings = await cluster.listInNamespace(namespace, ROLE_BINDINGS);
  const after = await listAccess();
  const personBindings = [...before, ...after].map(
    ({ environmentId: id, role, person, username }) =>
      personBinding({ id, namespace }, role, person, username),
  );
  return { roleBindings, personBindings };
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
