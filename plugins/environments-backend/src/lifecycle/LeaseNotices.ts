import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { LeaseTerms } from '../domain/lease';
import { within } from '../health/within';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { Warning, describeWarning } from './describeWarning';
import { leaseAuthor } from './leaseAuthor';

/** The environment is locked meanwhile. */
const SEND_MILLISECONDS = 5_000;
/** After so many failures in a row there is nobody to send, and the rest waits. */
const FAILURES_IN_A_ROW = 3;

/** Tells people that a lease is about to end: at least once for each warning. */
export class LeaseNotices {
  readonly #notifications: NotificationService;
  readonly #terms: LeaseTerms;
  readonly #logger: LoggerService;
  #failures = 0;

  constructor(options: {
    notifications: NotificationService;
    leaseTerms: LeaseTerms;
    logger: LoggerService;
  }) {
    this.#notifications = options.notifications;
    this.#terms = options.leaseTerms;
    this.#logger = options.logger;
  }

  /** Whoever could not be reached before is tried again. */
  beginRound(): void {
    this.#failures = 0;
  }

  /**
   * Sends a warning and notes it, or that it could not be sent.
   *
   * @param environment - locked in this transaction, so that neither its end moves
   * nor another backend sends the same meanwhile
   * @returns false if it could not be sent
   */
  async warn(
    tx: Transaction,
    environment: EnvironmentRow,
    warning: Warning,
  ): Promise<boolean> {
    const wasGiven = await tx.operations.isAnyOf(environment.id, 'transfer');
    const recipients = recipientsOf(environment, wasGiven);
    const { before } = warning.end;
    const notice = { before, leadSeconds: warning.leadSeconds };
    if (!(await this.#send(environment, warning, recipients))) {
      await tx.leaseNotices.note(environment.id, notice, 'failed');
      return false;
    }
    await tx.leaseNotices.note(environment.id, notice, 'sent');
    const { actor, correlationId } = leaseAuthor();
    await tx.record({
      ...aboutEnvironment(environment),
      action: 'environment.warn',
      stage: 'observed',
      correlationId,
      actor,
      parameters: {
        before,
        at: warning.end.at.toISOString(),
        leadSeconds: warning.leadSeconds,
        recipients,
      },
      reason: `${
        before === 'expiry' ? 'It expires' : 'It is deleted'
      } at ${warning.actAt.toISOString()} at the earliest`,
    });
    tx.changed(environment.id);
    return true;
  }

  async #send(
    environment: EnvironmentRow,
    warning: Warning,
    entityRef: string[],
  ): Promise<boolean> {
    if (this.#failures >= FAILURES_IN_A_ROW) return false;
    try {
      await within(
        SEND_MILLISECONDS,
        this.#notifications.send({
          recipients: { type: 'entity', entityRef },
          payload: describeWarning(environment, warning, this.#terms),
        }),
      );
      this.#failures = 0;
      return true;
    } catch (error) {
      this.#failures += 1;
      this.#logger.warn(
        `Nobody could be told that the lease of environment ${
          environment.name
        } (${environment.id}) ends; trying again later: ${stringifyError(
          error,
        )}`,
      );
      return false;
    }
  }
}

/** Whoever made what was given to somebody else since may see it no longer. */
function recipientsOf(
  { ownerRef, createdBy, members }: EnvironmentRow,
  wasGiven: boolean,
): string[] {
  const makers = wasGiven ? [] : [createdBy];
  return [...new Set([ownerRef, ...makers, ...members.map(({ ref }) => ref)])];
}
