import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { within } from '../health/within';

/** What a notice is about may be locked meanwhile. */
const SEND_MILLISECONDS = 5_000;

/** Tells people something, or the process's log that nobody could be told. */
export class NoticeSender {
  readonly #notifications: NotificationService;
  readonly #logger: LoggerService;

  constructor(options: {
    notifications: NotificationService;
    logger: LoggerService;
  }) {
    this.#notifications = options.notifications;
    this.#logger = options.logger;
  }

  /**
   * @param about - for the process's log: `about` or `that` what, and when it is tried again
   * @returns whether they were told
   */
  async send(
    about: string,
    notice: Parameters<NotificationService['send']>[0],
  ): Promise<boolean> {
    try {
      await within(SEND_MILLISECONDS, this.#notifications.send(notice));
      return true;
    } catch (error) {
      this.#logger.warn(
        `Nobody could be told ${about}: ${stringifyError(error)}`,
      );
      return false;
    }
  }
}
