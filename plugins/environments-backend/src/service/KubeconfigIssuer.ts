import { ConflictError } from '@backstage/errors';
import { Kubeconfig } from '@sandlot/plugin-environments-common';
import { v7 as uuidv7 } from 'uuid';
import { stringify } from 'yaml';
import { accessEvent } from '../access/accessEvent';
import { deleteAccount } from '../access/deleteAccount';
import { requireOpenElevation } from '../access/requireOpenElevation';
import { personAccount } from '../access/personAccount';
import { AuditEvent } from '../audit/AuditEvent';
import {
  Cluster,
  ClusterEndpoint,
  ServiceAccountToken,
} from '../clusters/Cluster';
import { ClusterError } from '../clusters/ClusterError';
import { Clusters } from '../clusters/Clusters';
import { AccessAccountRow } from '../database/AccessAccountsTable';
import { EnvironmentRow } from '../database/rows';
import { Store } from '../database/Store';
import { Caller } from './Caller';
import { KubeconfigRequest } from './EnvironmentsService';
import { answeredByCluster } from './answeredByCluster';

/**
 * Gives out short tokens, each of the caller's own service account, which is made
 * the first time. Tokens are never stored, logged or recorded.
 */
export class KubeconfigIssuer {
  readonly #store: Store;
  readonly #clusters: Clusters;
  readonly #portalUrl?: string;

  constructor(options: {
    store: Store;
    clusters: Clusters;
    portalUrl?: string;
  }) {
    this.#store = options.store;
    this.#clusters = options.clusters;
    this.#portalUrl = options.portalUrl;
  }

  async issue(
    caller: Caller,
    environment: EnvironmentRow,
    { role, expirationSeconds, form }: KubeconfigRequest,
  ): Promise<Kubeconfig> {
    if (environment.phase !== 'Ready' && environment.phase !== 'Updating') {
      throw new ConflictError(
        `Environment ${environment.name} is ${environment.phase}: a kubeconfig can be had while it is Ready or Updating`,
      );
    }
    const cluster = this.#clusters.get(environment.cluster);
    const person = caller.actor.ref;
    const manifests = personAccount(environment, role, person);
    const { name: account } = manifests[0].metadata;
    const answer = (user: object) => ({
      kubeconfig: writeKubeconfig(
        environment,
        account,
        cluster.endpoint(),
        user,
      ),
      namespace: environment.namespace,
      role,
    });
    if (form === 'exec') {
      if (role === 'elevated') {
        await this.#store.transaction(tx =>
          requireOpenElevation(tx, environment, person),
        );
      }
      return answer({ exec: execOf(environment, role, this.#portalUrl) });
    }
    const event = accessEvent('environment.access', environment, {
      ...caller,
      account,
    });
    const { noted, seconds } = await this.#begin(caller, environment, event, {
      person,
      role,
      account,
      expirationSeconds,
    });
    const token = await createToken(cluster, manifests, seconds).catch(
      async error => {
        await this.#store.transaction(tx =>
          tx.record({
            ...event,
            stage: ClusterError.isUnanswered(error) ? 'unknown' : 'failed',
            reason: error.message,
          }),
        );
        return answeredByCluster(Promise.reject(error));
      },
    );
    if (!(await this.#conclude(environment, event, noted, token))) {
      // Its deletion may have come before it was made.
      await answeredByCluster(
        deleteAccount(cluster, environment.namespace, account),
      );
      throw beingRevoked(noted, environment);
    }
    return {
      ...answer({ token: token.token }),
      expiresAt: token.expiresAt.toISOString(),
    };
  }

  /**
   * What is written before the cluster is asked. The account is noted before it is there.
   *
   * @returns the seconds of its token too, which an elevation bounds
   */
  async #begin(
    { authorization, ownership }: Caller,
    environment: EnvironmentRow,
    event: Omit<AuditEvent, 'stage'>,
    asked: Pick<AccessAccountRow, 'person' | 'role' | 'account'> & {
      expirationSeconds: number;
    },
  ): Promise<{ noted: AccessAccountRow; seconds: number }> {
    const { role, person } = asked;
    return this.#store.transaction(async tx => {
      // Locked, so that its end comes before this or revokes what is noted here.
      const elevation =
        role === 'elevated'
          ? await requireOpenElevation(tx, environment, person)
          : undefined;
      const seconds = elevation?.secondsLeft ?? asked.expirationSeconds;
      const noted = await tx.accessAccounts.note({
        ...asked,
        expirationSeconds: seconds,
        id: uuidv7(),
        environmentId: environment.id,
        claims: ownership,
      });
      if (noted.revocation) throw beingRevoked(noted, environment);
      const parameters = {
        role,
        expirationSeconds: seconds,
        ...(elevation && { elevation: elevation.id }),
      };
      await tx.record(
        { ...event, stage: 'requested', parameters },
        { ...event, stage: 'authorized', authorization },
        { ...event, stage: 'attempt' },
      );
      return { noted, seconds };
    });
  }

  /** @returns false when the account was revoked meanwhile: nobody is to get the token */
  async #conclude(
    { id }: EnvironmentRow,
    event: Omit<AuditEvent, 'stage'>,
    noted: AccessAccountRow,
    { expiresAt }: ServiceAccountToken,
  ): Promise<boolean> {
    return this.#store.transaction(async tx => {
      if (noted.role === 'elevated') {
        await tx.elevations.noteUse(id, noted.person);
      }
      const known = await tx.accessAccounts.lock(noted.id);
      if (!known || known.revocation) {
        await tx.record({
          ...event,
          stage: 'failed',
          reason: 'The account was revoked meanwhile, and nobody got the token',
        });
        return false;
      }
      const at = expiresAt.toISOString();
      await tx.accessAccounts.noteTokenEnd(noted.id, expiresAt);
      await tx.record({
        ...event,
        stage: 'succeeded',
        reason: `A token as ${noted.role} until ${at}`,
      });
      await tx.environments.noteUse(id, { at, signal: 'kubeconfig' });
      tx.changed(id);
      return true;
    });
  }
}

function beingRevoked(
  { person }: AccessAccountRow,
  { name }: EnvironmentRow,
): ConflictError {
  return new ConflictError(
    `The access of ${person} to environment ${name} is being revoked: ask again when that is done`,
  );
}

async function createToken(
  cluster: Cluster,
  [account, binding]: ReturnType<typeof personAccount>,
  expirationSeconds: number,
): Promise<ServiceAccountToken> {
  const { name, namespace } = account.metadata;
  await cluster.apply(account);
  await cluster.apply(binding);
  return cluster.createToken(namespace!, name, expirationSeconds);
}

function writeKubeconfig(
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
function execOf(
  { id, name }: EnvironmentRow,
  role: KubeconfigRequest['role'],
  portalUrl: string | undefined,
) {
  return {
    apiVersion: 'client.authentication.k8s.io/v1',
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
