import { stringify } from 'yaml';
import { ClusterEndpoint } from '../clusters/Cluster';
import { ClusterSignIn } from '../clusters/ClusterSignIn';
import { EnvironmentRow } from '../database/rows';
import { KubeconfigRequest } from './EnvironmentsService';

const EXEC_API = 'client.authentication.k8s.io/v1';

/** YAML, with one user and one context in the environment's namespace. */
export function writeKubeconfig(
  environment: EnvironmentRow,
  account: string,
  endpoint: ClusterEndpoint,
  credential: object,
): string {
  const { cluster, namespace } = environment;
  const user = `${account}@${namespace}`;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': namespace,
    clusters: [
      {
        name: cluster,
        cluster: {
          server: endpoint.server,
          ...(endpoint.certificateAuthority && {
            'certificate-authority-data': Buffer.from(
              endpoint.certificateAuthority,
            ).toString('base64'),
          }),
        },
      },
    ],
    users: [{ name: user, user: credential }],
    contexts: [{ name: namespace, context: { cluster, namespace, user } }],
  });
}

/** What kubectl runs whenever it needs a token: nothing in it is a secret. */
export function kubeTokenExec(
  { id, name }: EnvironmentRow,
  role: KubeconfigRequest['role'],
  portalUrl: string | undefined,
) {
  return {
    apiVersion: EXEC_API,
    command: 'sandlot',
    args: [
      'kube-token',
      `--environment=${id}`,
      `--role=${role}`,
      ...(portalUrl ? [`--portal=${portalUrl}`] : []),
    ],
    interactiveMode: 'Never',
    provideClusterInfo: false,
    installHint: `The way into environment ${name} is the command sandlot: put it on your PATH and sign in with it, sandlot login${
      portalUrl ? ` --portal=${portalUrl}` : ''
    }`,
  };
}

/** What kubectl runs to sign in to a cluster that knows people by an identity provider; the portal is not asked. */
export function oidcLoginExec({
  issuerUrl,
  clientId,
  extraScopes,
}: ClusterSignIn) {
  return {
    apiVersion: EXEC_API,
    command: 'kubectl',
    args: [
      'oidc-login',
      'get-token',
      `--oidc-issuer-url=${issuerUrl}`,
      `--oidc-client-id=${clientId}`,
      ...extraScopes.map(scope => `--oidc-extra-scope=${scope}`),
    ],
    // It may ask for a code from the browser.
    interactiveMode: 'IfAvailable',
    provideClusterInfo: false,
    installHint:
      'The way into this cluster is the plugin oidc-login of kubectl, which is also called kubelogin: kubectl krew install oidc-login',
  };
}
