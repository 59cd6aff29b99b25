import {
  AuthService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { stringifyError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import { formatDigest, sha256 } from '../audit/canonical';
import { Store, Transaction } from '../database/Store';
import { TemplateRow } from '../database/TemplatesTable';
import { CheckedDelivery, checkDelivery } from './checkDelivery';
import { decideDelivery } from './decideDelivery';
import { DELIVERED_KINDS, Delivery, toDelivery } from './Delivery';
import { deliveryEvent, withdrawalEvent } from './deliveryEvents';
import { TemplateFiles } from './TemplateFiles';

/** Topic on which the catalog's processor says that it read a template or module anew. */
const TEMPLATES_TOPIC = 'environments.templates';
const EVERY_SECONDS = 30;
/** The processor speaks before the catalog shows what it read. */
const AFTER_EVENT_MILLISECONDS = [1_000, 5_000];
/** One at a time over all backends: an older listing must not undo a newer one. */
const LOCK = 'environments.template-registrar';

/** All that the catalog delivers at one moment. */
interface Listing {
  deliveries: Delivery[];
  modules: Map<string, Entity>;
  /** Another one whenever any module is another. */
  modulesVersion: string;
}

/**
 * Keeps account of what the catalog delivers: new good content becomes a
 * revision, faults are written down where ops see them, what is gone is
 * withdrawn. What did not change is not written.
 */
export class TemplateRegistrar {
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  readonly #store: Store;
  readonly #files: TemplateFiles;
  readonly #logger: LoggerService;
  /** To check a template takes longer than all else here. */
  readonly #checked = new Map<
    string,
    { version: string; checked: CheckedDelivery }
  >();
  #modules?: Map<string, Entity>;
  #last: Promise<void> = Promise.resolve();
  #next?: Promise<void>;

  constructor(options: {
    catalog: CatalogService;
    auth: AuthService;
    store: Store;
    files: TemplateFiles;
    logger: LoggerService;
  }) {
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#store = options.store;
    this.#files = options.files;
    this.#logger = options.logger;
  }

  /** On every backend: a doubled look does no harm, a missing one would. */
  async schedule(
    scheduler: SchedulerService,
    events: EventsService,
  ): Promise<void> {
    const look = () =>
      this.run().catch(error =>
        this.#logger.warn(
          `The catalog's templates could not be read; trying again later: ${stringifyError(
            error,
          )}`,
        ),
      );
    await scheduler.scheduleTask({
      id: 'environments-templates',
      scope: 'local',
      frequency: { seconds: EVERY_SECONDS },
      timeout: { seconds: EVERY_SECONDS * 4 },
      fn: look,
    });
    await events.subscribe({
      id: 'environments-templates',
      topics: [TEMPLATES_TOPIC],
      async onEvent() {
        for (const delay of AFTER_EVENT_MILLISECONDS) {
          setTimeout(look, delay).unref();
        }
      },
    });
  }

  /** A module as the catalog had it when it was last read. */
  readonly findModule = (ref: string): Entity | undefined =>
    this.#modules?.get(ref);

  /** Modules are known after it; a backend that has just started reads them first. */
  async ready(): Promise<void> {
    // Listed, and no more: nobody waits here for files or for other backends.
    if (!this.#modules) this.#modules = (await this.#list()).modules;
  }

  /**
   * Reads the catalog once more, from now on; whoever asks while a reading is
   * under way waits for the next.
   *
   * @throws when the catalog or the database can't be read; nothing is
   * withdrawn then
   */
  run(): Promise<void> {
    if (!this.#next) {
      const next = this.#last.then(() => {
        this.#next = undefined;
        return this.#store.transaction(async tx => {
          await tx.alone(LOCK);
          await this.#runAlone();
        });
      });
      this.#next = next;
      this.#last = next.catch(() => undefined);
    }
    return this.#next;
  }

  async #runAlone(): Promise<void> {
    const { deliveries, modules, modulesVersion } = await this.#list();
    this.#modules = modules;
    const rows = new Map(
      (await this.#store.templates.list()).map(row => [row.ref, row]),
    );
    // Modules first, so that the log has them before what they bring about.
    const isModule = ({ kind }: Delivery) => kind === 'module';
    for (const delivery of [
      ...deliveries.filter(isModule),
      ...deliveries.filter(one => !isModule(one)),
    ]) {
      try {
        const checked = this.#check(delivery, modulesVersion);
        await this.#deliver(delivery, checked, rows.get(delivery.ref));
      } catch (error) {
        // One that can't be stored must not keep the others from it.
        this.#logger.error(
          `${
            delivery.ref
          } could not be taken from the catalog: ${stringifyError(error)}`,
        );
      }
    }
    const delivered = new Set(deliveries.map(({ ref }) => ref));
    for (const row of rows.values()) {
      const isSettled =
        row.state === 'withdrawn' && row.deliveredEtag === undefined;
      if (!isSettled && !delivered.has(row.ref)) {
        await this.#withdraw(row.ref);
      }
    }
    await this.#store.transaction(async tx => {
      const current = [...rows.values()].filter(({ ref }) =>
        delivered.has(ref),
      );
      await tx.templateRevisions.markSeen(
        current.flatMap(({ revision }) => revision ?? []),
      );
    });
    for (const ref of this.#checked.keys()) {
      if (!delivered.has(ref)) this.#checked.delete(ref);
    }
  }

  async #list(): Promise<Listing> {
    const { items } = await this.#catalog.getEntities(
      { filter: { kind: DELIVERED_KINDS } },
      { credentials: await this.#auth.getOwnServiceCredentials() },
    );
    const deliveries = items.flatMap(entity => toDelivery(entity) ?? []);
    const modules = deliveries.filter(({ kind }) => kind === 'module');
    return {
      deliveries,
      modules: new Map(modules.map(({ ref, entity }) => [ref, entity])),
      modulesVersion: formatDigest(
        sha256(
          Buffer.from(
            modules
              .map(({ ref, etag }) => `${ref} ${etag}`)
              .sort()
              .join('\n'),
          ),
        ),
      ),
    };
  }

  #check(delivery: Delivery, modulesVersion: string): CheckedDelivery {
    const version = `${delivery.etag} ${modulesVersion}`;
    const known = this.#checked.get(delivery.ref);
    if (known?.version === version) return known.checked;
    const checked = checkDelivery(delivery, this.findModule);
    this.#checked.set(delivery.ref, { version, checked });
    return checked;
  }

  async #deliver(
    delivery: Delivery,
    checked: CheckedDelivery,
    seen: TemplateRow | undefined,
  ): Promise<void> {
    if (decideDelivery(seen, delivery, checked).isSame) return;
    const { good } = checked;
    const [problems, provenance] = await Promise.all([
      this.#files.locate(delivery.entity, checked.problems),
      good && good.digest !== seen?.revision
        ? this.#files.provenanceOf(delivery.entity)
        : {},
    ]);
    await this.#store.transaction(async tx => {
      const earlier = await tx.templates.lock(delivery.ref);
      const { row, isSame, events } = decideDelivery(earlier, delivery, {
        good,
        problems,
      });
      if (isSame) return;
      if (good && row.revision === good.digest) {
        await tx.templateRevisions.add({
          digest: good.digest,
          templateRef: row.ref,
          title: row.title,
          content: good.content as unknown as JsonObject,
          sourceLocation: row.sourceLocation,
          ...provenance,
          kind: row.kind,
          origin: 'catalog',
        });
      }
      await this.#write(tx, row, events.length > 0);
      await tx.record(
        ...events.map(event => deliveryEvent(event, row, provenance)),
      );
    });
  }

  async #withdraw(ref: string): Promise<void> {
    await this.#store.transaction(async tx => {
      const earlier = await tx.templates.lock(ref);
      if (!earlier) return;
      // One that came back with faults, and goes again, was not on offer.
      const isOver = earlier.state !== 'withdrawn';
      const row = {
        ...earlier,
        state: 'withdrawn' as const,
        problems: [],
        deliveredEtag: undefined,
      };
      await this.#write(tx, row, isOver);
      if (isOver) await tx.record(withdrawalEvent(row));
    });
  }

  async #write(
    tx: Transaction,
    { ...row }: Omit<TemplateRow, 'changedAt'>,
    isChange: boolean,
  ): Promise<void> {
    await tx.templates.put(row, { isChange });
    if (isChange) tx.templateChanged(row.ref);
  }
}
