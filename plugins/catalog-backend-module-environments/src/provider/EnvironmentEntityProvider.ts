import type {
  AuthService,
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { assertError, NotFoundError, ResponseError } from '@backstage/errors';
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

/** Topic on which the environments plugin says that one has changed. */
const CHANGED_TOPIC = 'environments.changed';
const PROVIDER_NAME = 'environments';
const PAGE_SIZE = 200;
/** Waits between tries while the environments plugin is not up yet. */
const RETRY_DELAYS_MS = [1_000, 2_000, 4_000, 8_000, 16_000];

/** @public */
export interface EnvironmentEntityProviderOptions {
  client: Pick<EnvironmentsClient, 'listEnvironments' | 'getEnvironment'>;
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
        const id = (eventPayload as { environmentId?: unknown }).environmentId;
        // One that waits its turn will find this change as well.
        if (typeof id === 'string' && !this.#waiting.has(id)) {
          this.#waiting.add(id);
          await this.#enqueue(`environment ${id}`, () => this.#update(id));
        }
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
    await this.#connection!.applyMutation({
      type: 'full',
      entities: environments.map(environment => this.#toDeferred(environment)),
    });
  }

  async #update(id: string): Promise<void> {
    this.#waiting.delete(id);
    const environment = await this.#find(id);
    if (environment && environment.phase !== 'Deleted') {
      await this.#connection!.applyMutation({
        type: 'delta',
        added: [this.#toDeferred(environment)],
        removed: [],
      });
      return;
    }
    const entityRef = environment
      ? stringifyEntityRef(this.#toEntity(environment))
      : this.#refs.get(id);
    if (entityRef) {
      await this.#connection!.applyMutation({
        type: 'delta',
        added: [],
        removed: [{ entityRef }],
      });
      this.#refs.delete(id);
    }
  }

  async #find(id: string): Promise<Environment | undefined> {
    try {
      const token = await this.#token();
      return await this.#options.client.getEnvironment(id, { token });
    } catch (error) {
      if (isNotFound(error)) {
        return undefined;
      }
      throw error;
    }
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
    const entity = this.#toEntity(environment);
    this.#refs.set(environment.id, stringifyEntityRef(entity));
    return { entity, locationKey: PROVIDER_NAME };
  }

  #toEntity(environment: Environment) {
    return toResourceEntity(environment, this.#options.appBaseUrl);
  }
}

/** The plugin's own word; a proxy's 404 says nothing about an environment. */
function isNotFound(error: unknown): boolean {
  return (
    error instanceof ResponseError && error.cause.name === NotFoundError.name
  );
}
