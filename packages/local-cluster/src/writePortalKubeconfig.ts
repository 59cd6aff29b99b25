import { rename, writeFile } from 'node:fs/promises';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { stringify } from 'yaml';

/** How long the portal's token is good; every start of the cluster makes a new one. */
const TOKEN_SECONDS = 30 * 24 * 60 * 60;

/** A service account by name. @public */
export interface ServiceAccountReference {
  namespace: string;
  name: string;
}

/**
 * Writes a kubeconfig with a fresh token of a service account, readable by its
 * owner only.
 *
 * @param options - `adminKubeconfig` and `path` are file paths; `context`
 * becomes the name of the only context.
 * @throws Error if there is no such service account.
 */
export async function writePortalKubeconfig(options: {
  adminKubeconfig: string;
  serviceAccount: ServiceAccountReference;
  context: string;
  path: string;
}): Promise<void> {
  const { namespace, name } = options.serviceAccount;
  const admin = new KubeConfig();
  admin.loadFromFile(options.adminKubeconfig);
  const cluster = admin.getCurrentCluster()!;
  const token = await requestToken(admin, namespace, name);
  const content = stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: cluster.name,
        cluster: {
          server: cluster.server,
          'certificate-authority-data': cluster.caData,
        },
      },
    ],
    users: [{ name, user: { token } }],
    contexts: [
      { name: options.context, context: { cluster: cluster.name, user: name } },
    ],
    'current-context': options.context,
  });
  await writeFile(`${options.path}.new`, content, { mode: 0o600 });
  await rename(`${options.path}.new`, options.path);
}

async function requestToken(
  admin: KubeConfig,
  namespace: string,
  name: string,
): Promise<string> {
  try {
    const response = await admin
      .makeApiClient(CoreV1Api)
      .createNamespacedServiceAccountToken({
        namespace,
        name,
        body: { spec: { audiences: [], expirationSeconds: TOKEN_SECONDS } },
      });
    return response.status!.token!;
  } catch (error) {
    if ((error as { code?: number }).code === 404) {
      throw new Error(
        `The local cluster has no service account ${name} in namespace ${namespace}: its manifest must be among those that are applied.`,
      );
    }
    throw error;
  }
}
