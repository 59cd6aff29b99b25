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
import { aboutEnvironment } from '../service/aboutEnvironment';
import { portalActor } from '../templates/portalActor';
import { ApprovalTerms } from './approvalTerms';
import { endRefused } from './endApproval';
import { StandIns } from './StandIns';

const EVERY_SECONDS = 10;
/** The environment is locked meanwhile. */
const SEND_MILLISECONDS = 5_000;
const ERRANDS: Errand[] = ['expire', 'ask', 'remind', 'tell'];

/**
 * Asks those who must agree, reminds them, tells how it ended, and refuses what nobody
 * decided on in time. On every backend: each errand is noted in the transaction that does it.
 */
export class ApprovalSweep {
  readonly #store: Store;
  readonly #notifications: NotificationService;
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
    this.#notifications = options.notifications;
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
        await this.#run(errand, due);
      }
    }
  }

  async #run(
    errand: Errand,
    due: { id: string; environmentId: string },
  ): Promise<void> {
    await this.#store.transaction(async tx => {
      const environment = await tx.environments.lockIfFree(due.environmentId);
      const approval = environment && (await tx.approvals.get(due.id));
      if (!approval || !isDue(errand, approval)) return;
      if (errand === 'expire') {
        await this.#expire(tx, environment, approval);
      } else if (await this.#send(errand, environment, approval)) {
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
    await endRefused(tx, author, environment, {
      reason: 'ApprovalExpired',
      message: `${requirement.by} did not decide in time`,
    });
  }

  async #send(
    errand: Exclude<Errand, 'expire'>,
    { name }: EnvironmentRow,
    approval: ApprovalRow,
  ): Promise<boolean> {
    const { id, requirement, requestedBy } = approval;
    try {
      const recipients =
        errand === 'tell'
          ? { type: 'entity' as const, entityRef: requestedBy }
          : {
              type: 'entity' as const,
              entityRef: [
                requirement.by,
                ...(await this.#standIns.for(requirement.by)),
              ],
              excludeEntityRef: requestedBy,
            };
      await within(
        SEND_MILLISECONDS,
        this.#notifications.send({
          recipients,
          payload: {
            ...describe(errand, name, approval),
            link: `/environments/approvals/${id}`,
            topic: 'Environments',
            scope: `approval:${id}:${errand}`,
          },
        }),
      );
      return true;
    } catch (error) {
      this.#logger.warn(
        `Nobody could be told about approval ${id} of environment ${name}; trying again in ${EVERY_SECONDS} s: ${stringifyError(
          error,
        )}`,
      );
      return false;
    }
  }
}

function isDue(errand: Errand, { state }: ApprovalRow): boolean {
  return (state === 'pending') === (errand !== 'tell');
}

function describe(
  errand: Exclude<Errand, 'expire'>,
  name: string,
  { requirement, requestedBy, state, decisions, expiresAt }: ApprovalRow,
) {
  if (errand !== 'tell') {
    return {
      title:
        errand === 'ask'
          ? `Do you agree to environment ${name}?`
          : `Environment ${name} still waits for your decision`,
      description: `${requestedBy} asks for it. ${
        requirement.message
      }. Without a decision it is refused at ${expiresAt.toISOString()}.`,
      severity: errand === 'ask' ? ('normal' as const) : ('high' as const),
    };
  }
  const last = decisions.at(-1);
  const words = {
    approved: `${requirement.by} agreed`,
    rejected: `${last?.by} refused it${last?.reason ? `: ${last.reason}` : ''}`,
    expired: `${requirement.by} did not decide in time`,
  }[state as 'approved' | 'rejected' | 'expired'];
  return {
    title:
      state === 'approved'
        ? `Environment ${name}: agreed`
        : `Environment ${name} is not made`,
    description: `${words}.`,
    severity: state === 'approved' ? ('normal' as const) : ('high' as const),
  };
}
