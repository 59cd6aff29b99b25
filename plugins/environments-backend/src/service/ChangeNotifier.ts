import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { EventsService } from '@backstage/plugin-events-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import {
  ENVIRONMENTS_CHANNEL,
  EnvironmentSignal,
  TEMPLATES_CHANNEL,
  TemplateSignal,
} from '@sandlot/plugin-environments-common';

/** Topic on which other plugins hear that an environment has changed. */
const ENVIRONMENTS_TOPIC = 'environments.changed';
/** Changes that come so close together are told as one. */
const TOGETHER_MILLISECONDS = 250;

/**
 * Tells pages and other plugins to look again. It says no more than an id, so
 * everybody may hear it; what they then see, their own rights decide. A message
 * that is lost does no harm: pages poll and the catalog refreshes.
 */
export class ChangeNotifier {
  readonly #events: EventsService;
  readonly #signals: SignalsService;
  readonly #logger: LoggerService;
  readonly #waiting = new Map<string, { again: boolean }>();

  constructor(options: {
    events: EventsService;
    signals: SignalsService;
    logger: LoggerService;
  }) {
    this.#events = options.events;
    this.#signals = options.signals;
    this.#logger = options.logger;
  }

  changed(environmentId: string): void {
    const message: EnvironmentSignal = { environmentId };
    this.#tellTogether(environmentId, () => [
      this.#signals.publish({
        recipients: { type: 'broadcast' },
        channel: ENVIRONMENTS_CHANNEL,
        message: { ...message },
      }),
      this.#events.publish({
        topic: ENVIRONMENTS_TOPIC,
        eventPayload: message,
      }),
    ]);
  }

  /**
   * A template or a revision of it is not what it was. Which one is not said:
   * the names of drafts are not for everybody.
   */
  templatesChanged(): void {
    const message: TemplateSignal = {};
    this.#tellTogether(TEMPLATES_CHANNEL, () => [
      this.#signals.publish({
        recipients: { type: 'broadcast' },
        channel: TEMPLATES_CHANNEL,
        message: { ...message },
      }),
    ]);
  }

  /** Tells at once, and once more soon after if there were further changes in between. */
  #tellTogether(key: string, tell: () => Promise<void>[]): void {
    const waiting = this.#waiting.get(key);
    if (waiting) {
      waiting.again = true;
      return;
    }
    const entry = { again: false };
    this.#waiting.set(key, entry);
    this.#tell(key, tell);
    setTimeout(() => {
      this.#waiting.delete(key);
      if (entry.again) this.#tellTogether(key, tell);
    }, TOGETHER_MILLISECONDS);
  }

  async #tell(key: string, tell: () => Promise<void>[]): Promise<void> {
    try {
      await Promise.all(tell());
    } catch (error) {
      this.#logger.warn(
        `Pages were not told of a change to ${key}: ${stringifyError(error)}`,
      );
    }
  }
}
