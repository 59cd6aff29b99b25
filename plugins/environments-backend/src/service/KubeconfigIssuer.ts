import { ConflictError } from '@backstage/errors';
import { Kubeconfig } from '@sandlot/plugin-environments-common';
import {
  OWNER_SERVICE_ACCOUNT,
  VIEWER_SERVICE_ACCOUNT,
} from '@sandlot/plugin-environments-node';
import { stringify } from 'yaml';
import { AuditEvent } from '../audit/AuditEvent';
import { ClusterEndpoint } from '../clusters/Cluster';
import { ClusterError } from '../clusters/ClusterError';
import { Clusters } from '../clusters/Clusters';
import { EnvironmentRow } from '../database/rows';
import { Store } from '../database/Store';
import { Caller } from './Caller';
import { KubeconfigRequest } from './EnvironmentsService';
import { answeredByCluster } from './answeredByCluster';

const serviceAccounts = {
  owner: OWNER_SERVICE_ACCOUNT,
  viewer: VIEWER_SERVICE_ACCOUNT,
};

/** Gives out short tokens. They are never stored, logged or recorded. */
export class KubeconfigIssuer {
  readonly #store: Store;
  readonly #clusters: Clusters;

  constructor(options: { store: Store; clusters: Clusters }) {
    this.#store = options.store;
    this.#clusters = options.clusters;
  }

  async issue(
    caller: Caller,
    environment: EnvironmentRow,
    { role, expirationSeconds }: KubeconfigRequest,
  ): Promise<Kubeconfig> {
    if (environment.phase !== 'Ready') {
      throw new ConflictError(
        `Environment ${environment.name} is ${environment.phase}: a kubeconfig can be had while it is Ready`,
      );
    }
    const cluster = this.#clusters.get(environment.cluster);
    const serviceAccount = serviceAccounts[role];
    const event: Omit<AuditEvent, 'stage'> = {
      action: 'environment.access',
      correlationId: caller.correlationId,
      actor: caller.actor,
      source: caller.source,
      environmentId: environment.id,
      template: {
        ref: environment.templateRef,
        revision: environment.revision,
      },
      target: {
        cluster: environment.cluster,
        namespace: environment.namespace,
        namespaceUid: environment.namespaceUid,
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        name: serviceAccount,
      },
    };
    const parameters = { role, expirationSeconds };
    await this.#store.transaction(tx =>
      tx.record(
        { ...event, stage: 'requested', parameters },
        { ...event, stage: 'authorized', authorization: caller.authorization },
        { ...event, stage: 'attempt' },
      ),
    );
    const token = await cluster
      .createToken(environment.namespace, serviceAccount, expirationSeconds)
      .catch(async error => {
        await this.#store.transaction(tx =>
          tx.record({
            ...event,
            stage: ClusterError.isUnanswered(error) ? 'unknown' : 'failed',
            reason: error.message,
          }),
        );
        return answeredByCluster(Promise.reject(error));
      });
    const expiresAt = token.expiresAt.toISOString();
    await this.#store.transaction(tx =>
      tx.record({
        ...event,
        stage: 'succeeded',
        reason: `A token as ${role} until ${expiresAt}`,
      }),
    );
    return {
      kubeconfig: writeKubeconfig(
        environment,
        serviceAccount,
        cluster.endpoint(),
        token.token,
      ),
      namespace: environment.namespace,
      role,
      expiresAt,
    };
  }
}

function writeKubeconfig(
  environment: EnvironmentRow,
  serviceAccount: string,
  endpoint: ClusterEndpoint,
  token: string,
): string {
  const { cluster, namespace } = environment;
  const user = `${serviceAccount}@${namespace}`;
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
    users: [{ name: user, user: { token } }],
    contexts: [{ name: namespace, context: { cluster, namespace, user } }],
  });
}
