import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import { AuditEvent } from '../audit/AuditEvent';
import { unresolved } from '../audit/unresolved';
import { ClusterError } from '../clusters/ClusterError';
import { Clusters } from '../clusters/Clusters';
import { isDatabaseAway } from '../database/unreachable';
import { AccessAccountRow } from '../database/AccessAccountsTable';
import { Store } from '../database/Store';
import { Turns } from '../service/Turns';
import { scheduleEverywhere } from '../jobs/scheduleEverywhere';
import { accessEvent } from './accessEvent';
import { deleteAccount } from './deleteAccount';

const EVERY_SECONDS = 10;
/** Longer than the calls take: then another backend may go on. */
const TAKEN_SECONDS = 60;

/**
 * Deletes from the clusters the accounts that were revoked. Whoever revokes has it done
 * at once; what was lost on the way, the sweep finds.
 */
export class AccessRevoker {
  readonly #store: Store;
  readonly #clusters: Clusters;
  readonly #logger?: LoggerService;
  /** They wait for one lock: more would only hold connections. */
  readonly #beginnings = new Turns({
    atATime: 1,
    ofEach: 1,
    concernsAll: isDatabaseAway,
  });

  constructor(options: {
    store: Store;
    clusters: Clusters;
    logger?: LoggerService;
  }) {
    this.#store = options.store;
    this.#clusters = options.clusters;
    this.#logger = options.logger;
  }

  /** On every backend: each takes what no other has in hand. */
  async schedule(scheduler: SchedulerService): Promise<void> {
    await scheduleEverywhere(scheduler, {
      id: 'environments-access',
      everySeconds: EVERY_SECONDS,
      timeoutSeconds: TAKEN_SECONDS,
      fn: () => this.run(),
    });
  }

  /** @param environmentId - absent: of all environments */
  async run(environmentId?: string): Promise<void> {
    if (!environmentId) await this.#store.accessAccounts.removeOfDeleted();
    const rows = await this.#store.accessAccounts.take(
      TAKEN_SECONDS,
      environmentId,
    );
    await Promise.all(
      rows.map(row =>
        this.#delete(row).catch(error =>
          this.#logger?.warn(
            `Account ${row.account} in environment ${
              row.environmentId
            } is revoked and could not be deleted, trying again in ${TAKEN_SECONDS} s: ${stringifyError(
              error,
            )}`,
          ),
        ),
      ),
    );
  }

  async #delete({
    id,
    environmentId,
    account,
    username,
    revocation,
  }: AccessAccountRow): Promise<void> {
    const environment = (await this.#store.environments.get(environmentId))!;
    const event = accessEvent('environment.revokeAccess', environment, {
      ...revocation!,
      account,
      username,
    });
    await this.#beginnings.take('', () =>
      this.#store.transaction(async tx => {
        // Who had it before is dead, or was never told how it came out.
        const open = await tx.takeOpenAttempts(event);
        await tx.record(...open.map(unresolved), {
          ...event,
          stage: 'attempt',
        });
      }),
    );
    try {
      const cluster = this.#clusters.get(environment.cluster);
      await deleteAccount(cluster, environment.namespace, account);
    } catch (error) {
      const end: AuditEvent = {
        ...event,
        stage: ClusterError.isUnanswered(error) ? 'unknown' : 'failed',
        reason: isError(error) ? error.message : String(error),
      };
      await this.#store.transaction(tx => tx.record(end));
      throw error;
    }
    await this.#store.transaction(async tx => {
      await tx.accessAccounts.remove(id);
      await tx.record({ ...event, stage: 'succeeded' });
      tx.changed(environmentId);
    });
  }
}
