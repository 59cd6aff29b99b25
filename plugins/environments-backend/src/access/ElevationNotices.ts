import {
  LoggerService,
  RootConfigService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { entityName } from '@sandlot/plugin-environments-common';
import {
  ElevationErrand,
  ElevationRow,
  isErrandDue,
} from '../database/ElevationsTable';
import { EnvironmentRow } from '../database/rows';
import { Store } from '../database/Store';
import { inUtc } from '../domain/inUtc';
import { scheduleEverywhere } from '../jobs/scheduleEverywhere';
import { NoticeSender } from '../notices/NoticeSender';
import { readRole } from '../service/readRole';

const EVERY_SECONDS = 10;
const ERRANDS: ElevationErrand[] = ['ask', 'tell'];

/**
 * Tells ops that somebody asks for an elevation, and whoever asked what became of it: at
 * least once each. A permission does not say who has it; ops have it in the policy that
 * ships, and know who has it in another one. On every backend: each errand is noted in
 * the transaction that does it.
 */
export class ElevationNotices {
  readonly #store: Store;
  readonly #sender: NoticeSender;
  readonly #logger: LoggerService;
  readonly #ops: string[];

  constructor(options: {
    store: Store;
    notifications: NotificationService;
    config: RootConfigService;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#sender = new NoticeSender(options);
    this.#logger = options.logger;
    this.#ops = readRole(options.config, 'ops');
  }

  async schedule(scheduler: SchedulerService): Promise<void> {
    await scheduleEverywhere(scheduler, {
      id: 'environments-elevation-notices',
      everySeconds: EVERY_SECONDS,
      timeoutSeconds: 60,
      fn: () => this.run(),
    });
  }

  async run(): Promise<void> {
    for (const errand of ERRANDS) {
      if (errand === 'ask' && this.#ops.length === 0) continue;
      // What could not be done now is done the next time.
      const passed: string[] = [];
      for (;;) {
        const due = await this.#store.elevations.findErrand(errand, passed);
        if (!due) break;
        passed.push(due.id);
        await this.#run(errand, due).catch(error =>
          this.#logger.warn(
            `Errand ${errand} of elevation ${due.id} in environment ${
              due.environmentId
            } could not be done; trying again in ${EVERY_SECONDS} s: ${stringifyError(
              error,
            )}`,
          ),
        );
      }
    }
  }

  async #run(
    errand: ElevationErrand,
    { id, environmentId }: ElevationRow,
  ): Promise<void> {
    await this.#store.transaction(async tx => {
      // Whoever changes an elevation locks its environment before.
      const environment = await tx.environments.lockIfFree(environmentId);
      const elevation = environment && (await tx.elevations.get(id));
      if (!elevation || !isErrandDue(errand, elevation)) return;
      if (await this.#send(errand, environment, elevation)) {
        await tx.elevations.note(id, errand);
      }
    });
  }

  async #send(
    errand: ElevationErrand,
    environment: EnvironmentRow,
    elevation: ElevationRow,
  ): Promise<boolean> {
    const { id, person } = elevation;
    const { name } = environment;
    return this.#sender.send(
      `about elevation ${id} in environment ${name}; trying again in ${EVERY_SECONDS} s`,
      {
        recipients:
          errand === 'ask'
            ? {
                type: 'entity',
                entityRef: this.#ops,
                excludeEntityRef: person,
              }
            : { type: 'entity', entityRef: person },
        payload: {
          ...describe(name, elevation),
          link: `/environments/${environment.id}?tab=access`,
          topic: 'Environments',
          // One notice, however often it is sent.
          scope: `elevation:${id}:${errand}`,
        },
      },
    );
  }
}

function describe(name: string, elevation: ElevationRow) {
  const { person, minutes, reason, state, lapsesAt } = elevation;
  const { decidedBy, decisionReason, endsAt } = elevation;
  const urgent = { severity: 'high' as const };
  switch (state) {
    case 'requested':
      return {
        ...urgent,
        title: `Do you agree to more rights in environment ${name}?`,
        description: `${entityName(
          person,
        )} asks for ${minutes} minutes: ${reason}. Without a decision it lapses at ${inUtc(
          lapsesAt,
        )}.`,
      };
    case 'open':
      return {
        ...urgent,
        title: `You have more rights in environment ${name}`,
        description: `${entityName(decidedBy!)} agreed, until ${inUtc(
          endsAt!,
        )}.`,
      };
    case 'rejected':
      return {
        ...urgent,
        title: `No more rights in environment ${name}`,
        description: `${entityName(decidedBy!)} refused it: ${decisionReason}.`,
      };
    default:
      return {
        ...urgent,
        title: `No more rights in environment ${name}`,
        description:
          'Nobody decided in time. Ask again if you still need them.',
      };
  }
}
