import { LoggerService } from '@backstage/backend-plugin-api';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { inUtc } from '../domain/inUtc';
import { LeaseTerms } from '../domain/lease';
import { NoticeSender } from '../notices/NoticeSender';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { Warning, describeWarning } from './describeWarning';
import { leaseAuthor } from './leaseAuthor';

/** After so many failures in a row there is nobody to send, and the rest waits. */
const FAILURES_IN_A_ROW = 3;

/** Tells people that a lease is about to end: at least once for each warning. */
export class LeaseNotices {
  readonly #sender: NoticeSender;
  readonly #terms: LeaseTerms;
  readonly #ops: string[];
  #failures = 0;

  constructor(options: {
    notifications: NotificationService;
    leaseTerms: LeaseTerms;
    logger: LoggerService;
    /** Groups that are told in the place of an owner who is gone; nobody is unless told. */
    ops?: string[];
  }) {
    this.#sender = new NoticeSender(options);
    this.#terms = options.leaseTerms;
    this.#ops = options.ops ?? [];
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
    const wasGiven = await tx.operations.wasEver(environment.id, 'transfer');
    const recipients = recipientsOf(environment, wasGiven, this.#ops);
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
      } at ${inUtc(warning.actAt)} at the earliest`,
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
    const { id, name } = environment;
    const isTold = await this.#sender.send(
      `that the lease of environment ${name} (${id}) ends; trying again later`,
      {
        recipients: { type: 'entity', entityRef },
        payload: describeWarning(environment, warning, this.#terms),
      },
    );
    this.#failures = isTold ? 0 : this.#failures + 1;
    return isTold;
  }
}

/**
 * Whoever made what was given to somebody else since may see it no longer; of an owner whom the
 * catalog does not have any more ops are told what owners are.
 */
function recipientsOf(
  { ownerRef, ownerMissing, createdBy, members }: EnvironmentRow,
  wasGiven: boolean,
  ops: string[],
): string[] {
  const own = wasGiven ? [ownerRef] : [ownerRef, createdBy];
  const isGone = ownerMissing !== undefined && ops.length > 0;
  const owners = isGone
    ? [...ops, ...own.filter(ref => ref !== ownerRef)]
    : own;
  return [...new Set([...owners, ...members.map(({ ref }) => ref)])];
}
