import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { v7 as uuidv7 } from 'uuid';
import { Clusters } from '../clusters/Clusters';
import { Store } from '../database/Store';
import { Limits } from '../limits/Limits';
import { Author } from '../lifecycle/acceptOperation';
import { requestDeletion } from '../lifecycle/requestDeletion';
import { TemplateSource } from '../service/TemplateSource';
import { insertEnvironment } from '../service/insertEnvironment';
import { namespaceFor, newSuffix } from '../service/namespaceFor';
import { RenderedRequest, renderRequest } from '../templates/renderRequest';
import { scheduleEverywhere } from '../jobs/scheduleEverywhere';
import { PoolConfig } from './readPools';
import { poolKey } from './poolKey';

const EVERY_SECONDS = 30;
/** Owns what is nobody's yet. No claim of a person is of this kind. */
const POOL_OWNER = 'system:sandlot/warm-pool';

/**
 * Keeps environments ready that were made ahead. Each is handed out once and
 * never comes back; what nobody will ask for any more is deleted.
 */
export class WarmPool {
  readonly #store: Store;
  readonly #clusters: Clusters;
  readonly #limits: Limits;
  readonly #templates: TemplateSource;
  readonly #pools: PoolConfig[];
  readonly #logger: LoggerService;
  #running: Promise<void> | undefined;

  constructor(options: {
    store: Store;
    clusters: Clusters;
    limits: Limits;
    templates: TemplateSource;
    pools: PoolConfig[];
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#clusters = options.clusters;
    this.#limits = options.limits;
    this.#templates = options.templates;
    this.#pools = options.pools;
    this.#logger = options.logger;
  }

  /** Also without pools: there may have been some before. */
  async schedule(scheduler: SchedulerService): Promise<void> {
    await scheduleEverywhere(scheduler, {
      id: 'environments-warm-pool',
      everySeconds: EVERY_SECONDS,
      fn: () => this.run(),
    });
  }

  /** Never throws: what can't be done is tried again. */
  run(): Promise<void> {
    this.#running ??= this.#keep()
      .catch(error =>
        this.#logger.warn(
          // What is there stays: it may be only for now.
          `The warm pools can't be looked after, trying again in ${EVERY_SECONDS} s: ${stringifyError(
            error,
          )}`,
        ),
      )
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }

  async #keep(): Promise<void> {
    const wanted = new Set<string>();
    for (const pool of this.#pools) {
      const made = await this.#plan(pool);
      if (!made) continue;
      wanted.add(made.key);
      await this.#fill(pool, made.key).catch(error =>
        this.#warn(pool, stringifyError(error)),
      );
    }
    await this.#drain(wanted);
  }

  /** Undefined while nothing may, or can, be made for it: what it has goes then. */
  async #plan(pool: PoolConfig) {
    const current = await this.#templates.findStored(pool.template);
    if (!current || current.halted || current.state !== 'published') {
      return undefined;
    }
    const cluster = pool.cluster
      ? this.#clusters.list().find(({ info }) => info.name === pool.cluster)
      : this.#clusters.default;
    if (!cluster) {
      this.#warn(pool, `there is no cluster "${pool.cluster}"`);
      return undefined;
    }
    const ids = { environment: uuidv7(), operation: uuidv7() };
    const suffix = newSuffix();
    const name = `warm-${suffix}`;
    const rendered = renderRequest(current.template, current.revision, {
      name,
      owner: POOL_OWNER,
      cluster: cluster.info.name,
      namespace: namespaceFor('warm', suffix),
      environmentId: ids.environment,
      requestId: ids.operation,
      parameters: pool.parameters ?? {},
      addOns: pool.addOns,
    });
    if (rendered.problems.length > 0) {
      this.#warn(
        pool,
        rendered.problems
          .map(({ path, message }) => `${path}: ${message}`)
          .join('; '),
      );
      return undefined;
    }
    const key = keyOf(current.revision, cluster.info.name, rendered);
    return { current, ids, name, cluster: cluster.info.name, rendered, key };
  }

  #warn({ template }: PoolConfig, reason: string): void {
    this.#logger.warn(
      `The warm pool of ${template} can't be filled, the others are: ${reason}`,
    );
  }

  /** One at a time, and each in a transaction that counts anew. */
  async #fill(pool: PoolConfig, key: string): Promise<void> {
    for (let made = 0; made < pool.size; made++) {
      const next = await this.#plan(pool);
      if (next?.key !== key) return;
      const isFull = await this.#store.transaction(async tx => {
        await tx.alone(`pool:${key}`);
        if ((await tx.warmPool.count(key)) >= pool.size) return true;
        if (!(await this.#limits.hasPlace(tx, next.cluster))) return true;
        const { title, ref, revision } = next.current;
        const inUse = await tx.templateRevisions.lockForUse(revision, ref);
        if (inUse.halted || inUse.current !== revision) return true;
        await insertEnvironment(tx, {
          caller: { ...poolAuthor(), source: {} },
          request: { name: next.name, owner: POOL_OWNER },
          ids: next.ids,
          usable: { current: { ...next.current, title }, isDraft: false },
          rendered: next.rendered,
          cluster: next.cluster,
          lease: {},
          pool: key,
        });
        return false;
      });
      if (isFull) return;
    }
  }

  /** Of an old revision, of choices that nobody wants any more, or failed. */
  async #drain(wanted: Set<string>): Promise<void> {
    for (const id of await this.#store.warmPool.findStale([...wanted])) {
      await this.#store.transaction(async tx => {
        const environment = await tx.environments.lock(id);
        // Somebody may just have claimed it.
        if (!environment?.pool || environment.phase === 'Deleting') return;
        await requestDeletion(tx, poolAuthor(), environment, {
          message:
            environment.phase === 'Failed'
              ? 'It could not be made ahead'
              : 'Nobody asks for just this any more',
        });
      });
    }
  }
}

function keyOf(
  revision: string,
  cluster: string,
  { parameters, addOns }: RenderedRequest,
): string {
  return poolKey({ revision, cluster, parameters, addOns });
}

function poolAuthor(): Author {
  return {
    correlationId: uuidv7(),
    actor: {
      ref: 'plugin:environments',
      kind: 'system',
      groups: [],
      authMethod: 'warm-pool',
    },
  };
}
