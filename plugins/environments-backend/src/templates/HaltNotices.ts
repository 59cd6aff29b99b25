import {
  LoggerService,
  RootConfigService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { entityName } from '@sandlot/plugin-environments-common';
import { Store } from '../database/Store';
import { RevisionHead } from '../database/TemplateRevisionsTable';
import { scheduleEverywhere } from '../jobs/scheduleEverywhere';
import { NoticeSender } from '../notices/NoticeSender';
import { readRole } from '../service/readRole';

const EVERY_SECONDS = 60;
/** Where ops look after templates. */
const TEMPLATES_PAGE = '/environments/templates/';

/**
 * Tells ops and the owner of a template that a revision was halted: at least
 * once, and again after a backend died over it.
 */
export class HaltNotices {
  readonly #store: Store;
  readonly #sender: NoticeSender;
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
    this.#sender = new NoticeSender(options);
    this.#logger = options.logger;
    this.#ops = readRole(options.config, 'ops');
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
      `Nobody could be told ${about(title)}: ${stringifyError(error)}`,
    );
  }

  async #tell({ digest, templateRef, title, halted }: RevisionHead) {
    const [offer] = await this.#store.templates.findOffers([templateRef]);
    const recipients = new Set([
      ...this.#ops,
      ...(offer ? [offer.ownerRef] : []),
    ]);
    const isTold = await this.#sender.send(about(title), {
      recipients: { type: 'entity', entityRef: [...recipients] },
      payload: {
        title: `${title} is halted`,
        description: `${entityName(halted!.by)}: ${withoutStop(
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
    if (isTold) {
      await this.#store.templateRevisions.markTold(digest, halted!);
    }
  }
}

/** For the process's log. */
function about(title: string): string {
  return `that ${title} is halted; trying again later`;
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
