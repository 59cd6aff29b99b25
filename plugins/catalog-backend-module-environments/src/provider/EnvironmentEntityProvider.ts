import type {
  AuthService,
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { assertError } from '@backstage/errors';
import type {
  DeferredEntity,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { EventsService } from '@backstage/plugin-events-node';
import type {
  Environment,
  EnvironmentsClient,
} from '@sandlot/plugin-environments-common';
import { toResourceEntity } from './toResourceEntity';

/** Topic on which the environments plugin says which have changed. */
const CHANGED_TOPIC = 'environments.changed';
const PROVIDER_NAME = 'environments';
const PAGE_SIZE = 200;
/** As many may be asked for by their ids. */
const IDS_AT_ONCE = 100;
/** Waits between tries while the environments plugin is not up yet. */
const RETRY_DELAYS_MS = [1_000, 2_000, 4_000, 8_000, 16_000];

/** @public */
export interface EnvironmentEntityProviderOptions {
  client: Pick<EnvironmentsClient, 'listEnvironments'>;
  auth: AuthService;
  events: EventsService;
  logger: LoggerService;
  /** Runs the full comparison: at the start, then at its own pace. */
  taskRunner: SchedulerServiceTaskRunner;
  /** Where the pages are, without a slash at the end. */
  appBaseUrl: string;
}

/**
 * Shows environments as resources of their owners: all of them now and then,
 * each at once when it changes.
 *
 * @public
 */
export class EnvironmentEntityProvider implements EntityProvider {
  readonly #options: EnvironmentEntityProviderOptions;
  /** What the catalog was told, to withdraw what is no longer there to ask for. */
  readonly #refs = new Map<string, string>();
  readonly #waiting = new Set<string>();
  #connection?: EntityProviderConnection;
  /** One at a time: an older list must not undo a newer change. */
  #queue: Promise<void> = Promise.resolve();

  constructor(options: EnvironmentEntityProviderOptions) {
    this.#options = options;
  }

  getProviderName(): string {
    return PROVIDER_NAME;
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
    const { events, taskRunner } = this.#options;
    await events.subscribe({
      id: 'environments-catalog',
      topics: [CHANGED_TOPIC],
      onEvent: async ({ eventPayload }) => {
        // A backend of before says it otherwise.
        const { environmentIds = [] } = eventPayload as {
          environmentIds?: string[];
        };
        for (const id of environmentIds) this.#waiting.add(id);
        await this.#enqueue(`${environmentIds.length} environments`, () =>
          this.#updateWaiting(),
        );
      },
    });
    await taskRunner.run({
      id: 'environments-catalog-refresh',
      fn: signal =>
        this.#enqueue('all environments', () => this.#refresh(signal)),
    });
  }

  /** A failure is healed by the next full comparison, so it is only told. */
  #enqueue(what: string, work: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(work).catch(error => {
      assertError(error);
      this.#options.logger.warn(
        `Could not bring ${what} into the catalog; trying again later`,
        error,
      );
    });
    return this.#queue;
  }

  async #refresh(signal: AbortSignal): Promise<void> {
    const environments = await this.#listAll(signal);
    this.#refs.clear();
    for (const one of environments) this.#refs.set(one.id, this.#toRef(one));
    await this.#connection!.applyMutation({
      type: 'full',
      entities: environments.map(environment => this.#toDeferred(environment)),
    });
  }

  /** All that wait are brought in by whichever turn is first. */
  async #updateWaiting(): Promise<void> {
    while (this.#waiting.size > 0) {
      const ids = [...this.#waiting].slice(0, IDS_AT_ONCE);
      for (const id of ids) this.#waiting.delete(id);
      try {
        await this.#update(ids);
      } catch (error) {
        // Whoever comes next takes them along.
        for (const id of ids) this.#waiting.add(id);
        throw error;
      }
    }
  }

  async #update(ids: string[]): Promise<void> {
    const { items } = await this.#options.client.listEnvironments(
      { id: ids, limit: ids.length },
      { token: await this.#token() },
    );
    // Also of what is deleted: another backend may have brought it in.
    for (const one of items) this.#refs.set(one.id, this.#toRef(one));
    const live = items.filter(({ phase }) => phase !== 'Deleted');
    const added = live.map(environment => this.#toDeferred(environment));
    const gone = ids.filter(id => !live.some(one => one.id === id));
    const removed = gone.flatMap(id => {
      const entityRef = this.#refs.get(id);
      return entityRef ? [{ entityRef }] : [];
    });
    if (added.length + removed.length === 0) return;
    await this.#connection!.applyMutation({ type: 'delta', added, removed });
    for (const id of gone) this.#refs.delete(id);
  }

  async #listAll(signal: AbortSignal): Promise<Environment[]> {
    const environments: Environment[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.#listPage(cursor, signal);
      environments.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    return environments;
  }

  async #listPage(cursor: string | undefined, signal: AbortSignal) {
    for (const delay of RETRY_DELAYS_MS) {
      try {
        return await this.#requestPage(cursor, signal);
      } catch (error) {
        this.#options.logger.debug(
          `Listing environments again in ${delay} ms: ${error}`,
        );
        await new Promise(resolve => setTimeout(resolve, delay));
        signal.throwIfAborted();
      }
    }
    return this.#requestPage(cursor, signal);
  }

  async #requestPage(cursor: string | undefined, signal: AbortSignal) {
    const token = await this.#token();
    return this.#options.client.listEnvironments(
      { limit: PAGE_SIZE, ...(cursor && { cursor }) },
      { token, signal },
    );
  }

  async #token(): Promise<string> {
    const { auth } = this.#options;
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: 'environments',
    });
    return token;
  }

  #toDeferred(environment: Environment): DeferredEntity {
    return { entity: this.#toEntity(environment), locationKey: PROVIDER_NAME };
  }

  #toRef(environment: Environment): string {
    return stringifyEntityRef(this.#toEntity(environment));
  }

  #toEntity(environment: Environment) {
    return toResourceEntity(environment, this.#options.appBaseUrl);
  }
}
