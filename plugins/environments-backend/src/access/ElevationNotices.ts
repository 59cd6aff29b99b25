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
const ERRANDS: ElevationErrand[] = ['ask', 'tell', 'settle'];

/**
 * Tells ops that somebody asks for an elevation, and then what was decided in place of that;
 * and whoever asked what became of it: at least once each. A permission does not say who has it; ops have it in the policy that
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
      if (errand !== 'tell' && this.#ops.length === 0) continue;
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
    const isTold = errand === 'tell';
    return this.#sender.send(
      `about elevation ${id} in environment ${name}; trying again in ${EVERY_SECONDS} s`,
      {
        recipients: isTold
          ? { type: 'entity', entityRef: person }
          : {
              type: 'entity',
              // Also to whoever decided: their question stays otherwise.
              entityRef: this.#ops,
              excludeEntityRef: person,
            },
        payload: {
          ...(errand === 'settle'
            ? describeSettled(name, elevation)
            : describe(name, elevation)),
          link: `/environments/${environment.id}?tab=access`,
          topic: 'Environments',
          // One notice, however often it is sent, and none beside the question.
          scope: `elevation:${id}:${isTold ? 'tell' : 'ask'}`,
        },
      },
    );
  }
}

/** For those who were asked. */
function describeSettled(name: string, elevation: ElevationRow) {
  const { minutes, state, decidedBy, decisionReason, endsAt } = elevation;
  const person = entityName(elevation.person);
  const what = `more rights in environment ${name}`;
  const severity = 'low' as const;
  if (decidedBy && endsAt) {
    return {
      severity,
      title: `Agreed: ${what}`,
      description: `${entityName(
        decidedBy,
      )} agreed to ${minutes} minutes for ${person}.`,
    };
  }
  if (decidedBy) {
    return {
      severity,
      title: `Not agreed: ${what}`,
      description: `${entityName(
        decidedBy,
      )} refused it to ${person}: ${decisionReason}.`,
    };
  }
  return {
    severity,
    title: `No decision needed any more: ${what}`,
    description:
      state === 'lapsed'
        ? 'Nobody decided in time.'
        : `${person} does not ask for it any more.`,
  };
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
