import { LoggerService } from '@backstage/backend-plugin-api';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { NoticeSender } from '../notices/NoticeSender';

/** Tells ops that somebody is gone from the catalog. */
export class OpsNotices {
  readonly #sender: NoticeSender;
  /** Groups; without any there is nobody to tell. */
  readonly ops: string[];
  #isFailing = false;

  constructor(options: {
    notifications: NotificationService;
    logger: LoggerService;
    ops: string[];
  }) {
    this.#sender = new NoticeSender(options);
    this.ops = options.ops;
  }

  /** Whoever could not be told before is tried again. */
  beginRound(): void {
    this.#isFailing = false;
  }

  /** @returns false if nobody could be told; then nobody else is, in this round */
  async send(payload: {
    title: string;
    description: string;
    link: string;
    scope: string;
  }): Promise<boolean> {
    if (this.ops.length === 0 || this.#isFailing) return false;
    const isTold = await this.#sender.send(
      `of "${payload.title}"; trying again later`,
      {
        recipients: { type: 'entity', entityRef: this.ops },
        payload: {
          ...payload,
          severity: 'high',
          topic: 'Owners of environments',
        },
      },
    );
    this.#isFailing = !isTold;
    return isTold;
  }
}
