import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { v7 as uuidv7 } from 'uuid';
import { Clusters } from '../clusters/Clusters';
import { ElevationRow, isCurrent } from '../database/ElevationsTable';
import { Store } from '../database/Store';
import { scheduleEverywhere } from '../jobs/scheduleEverywhere';
import { portalActor } from '../templates/portalActor';
import { AccessRevoker } from './AccessRevoker';
import { endElevation } from './endElevations';

const EVERY_SECONDS = 10;
const TIMEOUT_SECONDS = 60;

/**
 * Ends elevations whose minutes are over, and requests that nobody decided on. On every
 * backend; should none be up, the tokens end at the same time by the API server's clock.
 */
export class ElevationSweep {
  readonly #store: Store;
  readonly #revoker: AccessRevoker;
  readonly #logger: LoggerService;

  constructor(options: {
    store: Store;
    clusters: Clusters;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#revoker = new AccessRevoker(options);
    this.#logger = options.logger;
  }

  async schedule(scheduler: SchedulerService): Promise<void> {
    await scheduleEverywhere(scheduler, {
      id: 'environments-elevations',
      everySeconds: EVERY_SECONDS,
      timeoutSeconds: TIMEOUT_SECONDS,
      fn: () => this.run(),
    });
  }

  async run(): Promise<void> {
    // What could not be ended now is ended the next time.
    const passed: string[] = [];
    for (;;) {
      const due = await this.#store.elevations.findDue(passed);
      if (!due) return;
      passed.push(due.id);
      await this.#end(due).catch(error =>
        this.#logger.warn(
          `Elevation ${due.id} of ${due.person} in environment ${
            due.environmentId
          } is over and could not be ended, trying again in ${EVERY_SECONDS} s: ${stringifyError(
            error,
          )}`,
        ),
      );
    }
  }

  async #end({ id, environmentId }: ElevationRow): Promise<void> {
    await this.#store.transaction(async tx => {
      const environment = (await tx.environments.lock(environmentId))!;
      const elevation = await tx.elevations.lock(id);
      // Another backend was quicker, or somebody decided in this very moment.
      if (!elevation || !isCurrent(elevation)) return;
      const { state, endsAt, lapsesAt } = elevation;
      if ((endsAt ?? lapsesAt) > (await tx.now())) return;
      const author = { actor: portalActor, correlationId: uuidv7() };
      await endElevation(
        tx,
        author,
        environment,
        elevation,
        state === 'open'
          ? { state: 'closed', reason: 'Its time is up' }
          : { state: 'lapsed', reason: 'Nobody decided in time' },
      );
    });
    await this.#revoker.run(environmentId);
  }
}
