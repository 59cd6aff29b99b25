import {
  LoggerService,
  RootConfigService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { stringifyError } from '@backstage/errors';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { Store } from '../database/Store';
import { RevisionHead } from '../database/TemplateRevisionsTable';
import { scheduleEverywhere } from '../jobs/scheduleEverywhere';

const EVERY_SECONDS = 60;
/** Where ops look after templates. */
const TEMPLATES_PAGE = '/environments/templates/';

/**
 * Tells ops and the owner of a template that a revision was halted: at least
 * once, and again after a backend died over it.
 */
export class HaltNotices {
  readonly #store: Store;
  readonly #notifications: NotificationService;
  readonly #logger: LoggerService;
  readonly #ops: string[];
  #running: Promise<void> | undefined;

  constructor(options: {
    store: Store;
    notifications: NotificationService;
    config: RootConfigService;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#notifications = options.notifications;
    this.#logger = options.logger;
    this.#ops = (
      options.config.getOptionalStringArray('environments.roles.ops') ?? []
    ).map(ref =>
      stringifyEntityRef(parseEntityRef(ref, { defaultKind: 'group' })),
    );
  }

  async schedule(scheduler: SchedulerService): Promise<void> {
    await scheduleEverywhere(scheduler, {
      id: 'environments-halt-notices',
      everySeconds: EVERY_SECONDS,
      fn: () => this.run(),
    });
  }

  /** Never throws: what could not be told is told later. */
  run(): Promise<void> {
    this.#running ??= this.#tellAll().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #tellAll(): Promise<void> {
    try {
      for (const { title, digest } of await this.#giveUp()) {
        this.#logger.warn(
          `Nobody was notified within a day that ${title} is halted, and nobody will be; its revision is ${digest}`,
        );
      }
      for (const revision of await this.#store.templateRevisions.findUntold()) {
        await this.#tell(revision).catch(error => this.#warn(revision, error));
      }
    } catch (error) {
      this.#warn({ title: 'a template' }, error);
    }
  }

  #giveUp(): Promise<RevisionHead[]> {
    return this.#store.transaction(tx => tx.templateRevisions.giveUpTelling());
  }

  #warn({ title }: Pick<RevisionHead, 'title'>, error: unknown) {
    this.#logger.warn(
      `Nobody could be notified that ${title} is halted; trying again later: ${stringifyError(
        error,
      )}`,
    );
  }

  async #tell({ digest, templateRef, title, halted }: RevisionHead) {
    const [offer] = await this.#store.templates.findOffers([templateRef]);
    const recipients = new Set([
      ...this.#ops,
      ...(offer ? [offer.ownerRef] : []),
    ]);
    await this.#notifications.send({
      recipients: { type: 'entity', entityRef: [...recipients] },
      payload: {
        title: `${title} is halted`,
        description: `${halted!.by}: ${withoutStop(
          halted!.reason,
        )}. No new environments and no upgrades use this revision until somebody resumes it.`,
        link: `${TEMPLATES_PAGE}${templateRef.slice(
          templateRef.indexOf(':') + 1,
        )}`,
        severity: 'high',
        topic: 'Environment templates',
        // One notice, however often it is sent.
        scope: `halt:${digest}:${halted!.since}`,
      },
    });
    await this.#store.templateRevisions.markTold(digest, halted!);
  }
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
