import { AuthService } from '@backstage/backend-plugin-api';
import { ConflictError, InputError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  Cluster as ClusterInfo,
  Kubeconfig,
} from '@sandlot/plugin-environments-common';
import { v7 as uuidv7 } from 'uuid';
import { accessEvent, signInFor } from '../access/accessEvent';
import { deleteAccount } from '../access/deleteAccount';
import {
  personAccount,
  personAccountName,
  personBinding,
} from '../access/personAccount';
import { requireOpenElevation } from '../access/requireOpenElevation';
import { usernameOf } from '../access/usernameOf';
import { AuditEvent } from '../audit/AuditEvent';
import { ClusterError } from '../clusters/ClusterError';
import { Clusters } from '../clusters/Clusters';
import { AccessAccountRow } from '../database/AccessAccountsTable';
import { EnvironmentRow } from '../database/rows';
import { Store } from '../database/Store';
import { Caller } from './Caller';
import { KubeconfigRequest } from './EnvironmentsService';
import { answeredByCluster } from './answeredByCluster';
import {
  kubeTokenExec,
  oidcLoginExec,
  writeKubeconfig,
} from './writeKubeconfig';
import { lockPermitted } from './lockPermitted';

/** Who is to get in, and how. */
type Asked = Pick<
  AccessAccountRow,
  'person' | 'role' | 'account' | 'username'
> & {
  /** Of a token. */
  expirationSeconds?: number;
};

/**
 * Gives out short tokens, each of the caller's own service account, which is made
 * the first time. Tokens are never stored, logged or recorded. Where people sign in to
 * the cluster by themselves there are none, and the rights are bound to their own name.
 */
export class KubeconfigIssuer {
  readonly #store: Store;
  readonly #clusters: Clusters;
  readonly #portalUrl?: string;
  readonly #options: { catalog: CatalogService; auth: AuthService };

  constructor(options: {
    store: Store;
    clusters: Clusters;
    catalog: CatalogService;
    auth: AuthService;
    portalUrl?: string;
  }) {
    this.#options = options;
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
    const account = personAccountName(role, person);
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
    const { signIn } = cluster;
    if (signIn) {
      requireNoToken(form, cluster.info);
      const username = await usernameOf(
        this.#options,
        person,
        signIn,
        environment.cluster,
      );
      await this.#give(
        caller,
        environment,
        { person, role, account, username },
        async () => {
          await cluster.apply(
            personBinding(environment, role, person, username),
          );
          return {};
        },
      );
      return answer({ exec: oidcLoginExec(signIn) });
    }
    if (form === 'exec') {
      if (role === 'elevated') {
        await this.#store.transaction(tx =>
          requireOpenElevation(tx, environment, person, 'token'),
        );
      }
      return answer({
        exec: kubeTokenExec(environment, role, this.#portalUrl),
      });
    }
    const { token, expiresAt } = await this.#give(
      caller,
      environment,
      { person, role, account, expirationSeconds },
      async seconds => {
        await cluster.apply(personAccount(environment, role, person));
        await cluster.apply(
          personBinding(environment, role, person, undefined),
        );
        return cluster.createToken(environment.namespace, account, seconds!);
      },
    );
    return { ...answer({ token }), expiresAt: expiresAt.toISOString() };
  }

  /**
   * Lets somebody in, with all that is written before the cluster is asked and after.
   *
   * @param work - makes it on the cluster; gets the seconds that a token may last
   * @throws ConflictError when it was revoked meanwhile: then nobody gets anything
   */
  async #give<T extends { expiresAt?: Date }>(
    caller: Caller,
    environment: EnvironmentRow,
    asked: Asked,
    work: (seconds: number | undefined) => Promise<T>,
  ): Promise<T> {
    const event = accessEvent('environment.access', environment, {
      ...caller,
      ...asked,
    });
    const { noted, seconds } = await this.#begin(
      caller,
      environment,
      event,
      asked,
    );
    const made = await work(seconds).catch(async error => {
      const isUnknown = ClusterError.isUnanswered(error);
      await this.#store.transaction(async tx => {
        if (!isUnknown) await tx.accessAccounts.noteGiven(noted);
        await tx.record({
          ...event,
          stage: isUnknown ? 'unknown' : 'failed',
          reason: error.message,
        });
      });
      return answeredByCluster(Promise.reject(error));
    });
    if (!(await this.#conclude(environment, event, noted, made.expiresAt))) {
      // Its deletion may have come before it was made.
      await answeredByCluster(
        deleteAccount(
          this.#clusters.get(environment.cluster),
          environment.namespace,
          asked.account,
        ),
      );
      await this.#store.accessAccounts.noteGiven(noted);
      throw beingRevoked(noted, environment);
    }
    return made;
  }

  /**
   * What is written before the cluster is asked. The account is noted before it is there.
   *
   * @returns the seconds of its token too, which an elevation bounds
   */
  async #begin(
    caller: Caller,
    environment: EnvironmentRow,
    event: Omit<AuditEvent, 'stage'>,
    asked: Asked,
  ): Promise<{ noted: AccessAccountRow; seconds?: number }> {
    const { role, person, username } = asked;
    const { authorization, ownership } = caller;
    return this.#store.transaction(async tx => {
      // So that who is shut out meanwhile finds what is noted here, or nothing is noted.
      await lockPermitted(tx, caller, environment.id);
      // Locked, so that its end comes before this or revokes what is noted here.
      const elevation =
        role === 'elevated'
          ? await requireOpenElevation(
              tx,
              environment,
              person,
              username === undefined ? 'token' : 'binding',
            )
          : undefined;
      const seconds =
        username === undefined
          ? elevation?.secondsLeft ?? asked.expirationSeconds
          : undefined;
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
        ...(seconds !== undefined && { expirationSeconds: seconds }),
        ...signInFor(asked),
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

  /** @returns false when it was revoked meanwhile: nobody is to get in */
  async #conclude(
    { id }: EnvironmentRow,
    event: Omit<AuditEvent, 'stage'>,
    noted: AccessAccountRow,
    expiresAt: Date | undefined,
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
      await tx.accessAccounts.noteGiven(noted);
      if (expiresAt) {
        await tx.accessAccounts.noteTokenEnd(noted.id, expiresAt);
      }
      const until = (expiresAt ?? (await tx.now())).toISOString();
      await tx.record({
        ...event,
        stage: 'succeeded',
        reason: expiresAt
          ? `A token as ${noted.role} until ${until}`
          : `${noted.person} is ${noted.role}, as ${noted.username}, until that is revoked`,
      });
      await tx.environments.noteUse(id, { at: until, signal: 'kubeconfig' });
      tx.changed(id);
      return true;
    });
  }
}

/** kubectl asks for tokens too, by a kubeconfig of before. */
function requireNoToken(
  form: KubeconfigRequest['form'],
  { name }: ClusterInfo,
): void {
  if (form === 'exec') return;
  throw new InputError(
    `request/body/form: cluster ${name} has people sign in by themselves, and the portal gives no tokens for it: get a kubeconfig anew from the page of the environment, with which kubectl signs you in by its plugin oidc-login`,
  );
}

function beingRevoked(
  { person }: AccessAccountRow,
  { name }: EnvironmentRow,
): ConflictError {
  return new ConflictError(
    `The access of ${person} to environment ${name} is being revoked: ask again when that is done`,
  );
}
