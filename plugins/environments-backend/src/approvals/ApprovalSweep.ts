import {
  AuthService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { v7 as uuidv7 } from 'uuid';
import { ApprovalRow, Errand } from '../database/ApprovalsTable';
import { EnvironmentRow } from '../database/rows';
import { Store, Transaction } from '../database/Store';
import { within } from '../health/within';
import { scheduleEverywhere } from '../jobs/scheduleEverywhere';
import { NoticeSender } from '../notices/NoticeSender';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { portalActor } from '../templates/portalActor';
import { ApprovalTerms } from './approvalTerms';
import { describeApproval } from './describeApproval';
import { endRefused } from './endApproval';
import { StandIns } from './StandIns';

const EVERY_SECONDS = 10;
const CATALOG_MILLISECONDS = 5_000;
const ERRANDS: Errand[] = ['expire', 'ask', 'remind', 'tell', 'settle'];

/**
 * Asks those who must agree, reminds them, tells all how it ended, and refuses what nobody
 * decided on in time. On every backend: each errand is noted in the transaction that does it.
 */
export class ApprovalSweep {
  readonly #store: Store;
  readonly #sender: NoticeSender;
  readonly #standIns: StandIns;
  readonly #terms: ApprovalTerms;
  readonly #logger: LoggerService;

  constructor(options: {
    store: Store;
    notifications: NotificationService;
    catalog: CatalogService;
    auth: AuthService;
    terms: ApprovalTerms;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#sender = new NoticeSender(options);
    this.#standIns = new StandIns(options);
    this.#terms = options.terms;
    this.#logger = options.logger;
  }

  async schedule(scheduler: SchedulerService): Promise<void> {
    await scheduleEverywhere(scheduler, {
      id: 'environments-approvals',
      everySeconds: EVERY_SECONDS,
      timeoutSeconds: 60,
      fn: () => this.run(),
    });
  }

  async run(): Promise<void> {
    for (const errand of ERRANDS) {
      // What could not be done now is done the next time.
      const passed: string[] = [];
      for (;;) {
        const due = await this.#store.approvals.findDue(
          errand,
          this.#terms.remindAfterSeconds,
          passed,
        );
        if (!due) break;
        passed.push(due.id);
        await this.#run(errand, due).catch(error =>
          this.#logger.warn(
            `Errand ${errand} of approval ${due.id} of environment ${
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
    errand: Errand,
    due: { id: string; environmentId: string },
  ): Promise<void> {
    const standIns = await this.#standInsFor(errand, due.id);
    await this.#store.transaction(async tx => {
      const environment = await tx.environments.lockIfFree(due.environmentId);
      if (!environment) return;
      // Another backend may have done it since it was found.
      const isDue = await tx.approvals.isDue(
        due.id,
        errand,
        this.#terms.remindAfterSeconds,
      );
      const approval = isDue && (await tx.approvals.get(due.id));
      if (!approval) return;
      if (errand === 'expire') {
        await this.#expire(tx, environment, approval);
      } else if (
        await this.#send(tx, errand, environment, approval, standIns)
      ) {
        await tx.approvals.note(approval.id, errand);
        if (errand === 'remind') {
          await tx.record({
            ...aboutEnvironment(environment),
            action: 'approval.remind',
            stage: 'observed',
            correlationId: uuidv7(),
            actor: portalActor,
            operationId: approval.operationId,
            parameters: { approval: approval.id, by: approval.requirement.by },
          });
        }
      }
    });
  }

  /** Before the transaction, which is not to wait for the catalog. */
  async #standInsFor(errand: Errand, id: string): Promise<string[]> {
    if (errand === 'expire' || errand === 'tell') return [];
    const approval = await this.#store.approvals.get(id);
    return approval
      ? within(
          CATALOG_MILLISECONDS,
          this.#standIns.for(approval.requirement.by),
        )
      : [];
  }

  async #expire(
    tx: Transaction,
    environment: EnvironmentRow,
    approval: ApprovalRow,
  ): Promise<void> {
    const { requirement, requestedAt } = approval;
    if (!(await tx.approvals.close(approval.id, 'expired'))) return;
    const author = { actor: portalActor, correlationId: uuidv7() };
    await tx.record({
      ...aboutEnvironment(environment),
      ...author,
      action: 'approval.expire',
      stage: 'observed',
      operationId: approval.operationId,
      parameters: {
        approval: approval.id,
        by: requirement.by,
        requestedAt: requestedAt.toISOString(),
      },
    });
    await endRefused(tx, author, environment, approval, {
      reason: 'ApprovalExpired',
      message: `${requirement.by} did not decide in time`,
    });
  }

  async #send(
    tx: Transaction,
    errand: Exclude<Errand, 'expire'>,
    { name }: EnvironmentRow,
    approval: ApprovalRow,
    standIns: string[],
  ): Promise<boolean> {
    const { id, requirement, requestedBy, state, operationId } = approval;
    const overtaken =
      state === 'outdated'
        ? (await tx.operations.get(operationId))?.failure?.message
        : undefined;
    const recipients =
      errand === 'tell'
        ? { type: 'entity' as const, entityRef: requestedBy }
        : {
            type: 'entity' as const,
            // In the end also to whoever decided: their question stays otherwise.
            entityRef: [requirement.by, ...standIns],
            excludeEntityRef: requestedBy,
          };
    return this.#sender.send(
      `about approval ${id} of environment ${name}; trying again in ${EVERY_SECONDS} s`,
      {
        recipients,
        payload: {
          ...describeApproval(errand, name, approval, overtaken),
          link: `/environments/approvals/${id}`,
          topic: 'Environments',
          // What is said later to those who were asked takes the question's place.
          scope: `approval:${id}:${errand === 'tell' ? 'tell' : 'ask'}`,
        },
      },
    );
  }
}
