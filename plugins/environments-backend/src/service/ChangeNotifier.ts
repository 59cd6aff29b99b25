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
import { Gathering } from './Gathering';

/** Topic on which other plugins hear which environments have changed. */
const ENVIRONMENTS_TOPIC = 'environments.changed';
/** Changes that come so close together after the first are told as one. */
const TO_PAGES = { milliseconds: 250, isPrompt: true };
/** The catalog reads and processes what it hears of anew, and nobody watches it there. */
const TO_PLUGINS = { milliseconds: 1_000, isPrompt: false };

/**
 * Tells pages and other plugins to look again. It says no more than ids, so
 * everybody may hear it; what they then see, their own rights decide. A message
 * that is lost does no harm: pages poll and the catalog refreshes.
 *
 * Each message is a request to Backstage's events and a row there, on every
 * backend another for those who wait: so changes of all environments go together.
 */
export class ChangeNotifier {
  readonly #logger: LoggerService;
  readonly #environmentsToPages: Gathering;
  readonly #environmentsToPlugins: Gathering;
  readonly #templatesToPages: Gathering;

  constructor({
    events,
    signals,
    logger,
  }: {
    events: EventsService;
    signals: SignalsService;
    logger: LoggerService;
  }) {
    this.#logger = logger;
    const toPages = (channel: string, message: object) =>
      this.#tell(() =>
        signals.publish({
          recipients: { type: 'broadcast' },
          channel,
          message: { ...message },
        }),
      );
    this.#environmentsToPages = new Gathering(TO_PAGES, environmentIds => {
      const message: EnvironmentSignal = { environmentIds };
      toPages(ENVIRONMENTS_CHANNEL, message);
    });
    this.#environmentsToPlugins = new Gathering(TO_PLUGINS, environmentIds =>
      this.#tell(() =>
        events.publish({
          topic: ENVIRONMENTS_TOPIC,
          eventPayload: { environmentIds },
        }),
      ),
    );
    this.#templatesToPages = new Gathering(TO_PAGES, () => {
      // Which one is not said: the names of drafts are not for everybody.
      const message: TemplateSignal = {};
      toPages(TEMPLATES_CHANNEL, message);
    });
  }

  changed(environmentIds: string[]): void {
    if (environmentIds.length === 0) return;
    this.#environmentsToPages.add(environmentIds);
    this.#environmentsToPlugins.add(environmentIds);
  }

  /** A template or a revision of it is not what it was. */
  templatesChanged(): void {
    this.#templatesToPages.add([TEMPLATES_CHANNEL]);
  }

  async #tell(tell: () => Promise<void>): Promise<void> {
    try {
      await tell();
    } catch (error) {
      this.#logger.warn(
        `Nobody was told of a change: ${stringifyError(error)}`,
      );
    }
  }
}
