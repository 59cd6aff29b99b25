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
import { Store, Transaction } from '../database/Store';
import { TemplateRow } from '../database/TemplatesTable';
import { scheduleEverywhere } from '../jobs/scheduleEverywhere';
import { CheckedDelivery } from './checkDelivery';
import { decideDelivery } from './decideDelivery';
import { LOST, decideWithdrawals } from './decideWithdrawals';
import { Delivery } from './Delivery';
import { deliveryEvent, withdrawalEvent } from './deliveryEvents';
import { DeliveryFindings, Reading } from './DeliveryFindings';
import { Listing, listDeliveries } from './listDeliveries';
import { TemplateFiles } from './TemplateFiles';

/** Topic on which the catalog's processor says that it read a template or module anew. */
const TEMPLATES_TOPIC = 'environments.templates';
const EVERY_SECONDS = 30;
/** The processor speaks before the catalog shows what it read. */
const AFTER_EVENT_MILLISECONDS = [1_000, 5_000];
/** One at a time over all backends: an older listing must not undo a newer one. */
const TURN = 'template-registrar';

/**
 * Keeps account of what the catalog delivers: new good content becomes a
 * revision, faults are written down where ops see them, what is gone is
 * withdrawn. What did not change is not written.
 */
export class TemplateRegistrar {
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  readonly #store: Store;
  readonly #findings: DeliveryFindings;
  readonly #lostAfterMinutes: number;
  readonly #logger: LoggerService;
  #modules?: Map<string, Entity>;
  #last: Promise<unknown> = Promise.resolve();
  #next?: Promise<Delivery[]>;

  /** @param options - `lostAfterMinutes`: see {@link decideWithdrawals} */
  constructor(options: {
    catalog: CatalogService;
    auth: AuthService;
    store: Store;
    files: TemplateFiles;
    lostAfterMinutes: number;
    logger: LoggerService;
  }) {
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#store = options.store;
    this.#findings = new DeliveryFindings(options.files);
    this.#lostAfterMinutes = options.lostAfterMinutes;
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
    await scheduleEverywhere(scheduler, {
      id: 'environments-templates',
      everySeconds: EVERY_SECONDS,
      timeoutSeconds: EVERY_SECONDS * 4,
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
   * Takes what the catalog delivers from now on. The files of what is new are
   * read in between, while others take what is theirs.
   *
   * @param wanted - references that are waited for; all if absent
   * @throws when the catalog or the database can't be read; nothing is
   * withdrawn then
   */
  async run(wanted?: readonly string[]): Promise<void> {
    const unread = (await this.#take()).filter(
      ({ ref }) => !wanted || wanted.includes(ref),
    );
    if (unread.length === 0) return;
    await this.#findings.read(unread);
    await this.run(unread.map(({ ref }) => ref));
  }

  /**
   * Whoever asks while the catalog is being read waits for the next time.
   *
   * @returns what can't be taken before its files are read
   */
  #take(): Promise<Delivery[]> {
    if (!this.#next) {
      const next = this.#last.then(() => {
        this.#next = undefined;
        return this.#store.inTurn(TURN, () => this.#takeAlone());
      });
      this.#next = next;
      this.#last = next.catch(() => undefined);
    }
    return this.#next;
  }

  async #takeAlone(): Promise<Delivery[]> {
    const { deliveries, modules, modulesVersion } = await this.#list();
    this.#modules = modules;
    const rows = new Map(
      (await this.#store.templates.list()).map(row => [row.ref, row]),
    );
    const unread: Delivery[] = [];
    // Modules first, so that the log has them before what they bring about.
    const isModule = ({ kind }: Delivery) => kind === 'module';
    for (const delivery of [
      ...deliveries.filter(isModule),
      ...deliveries.filter(one => !isModule(one)),
    ]) {
      try {
        const { ref } = delivery;
        const checked = this.#findings.check(
          delivery,
          this.findModule,
          modulesVersion,
        );
        if (decideDelivery(rows.get(ref), delivery, checked).isSame) continue;
        const reading = this.#findings.readingOf(ref);
        if (reading) await this.#deliver(delivery, checked, reading);
        else unread.push(delivery);
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
    await this.#withdraw([...rows.values()], delivered);
    await this.#store.transaction(async tx => {
      const current = [...rows.values()].filter(({ ref }) =>
        delivered.has(ref),
      );
      await tx.templateRevisions.markSeen(
        current.flatMap(({ revision }) => revision ?? []),
      );
    });
    this.#findings.keep(delivered);
    return unread;
  }

  async #list(): Promise<Listing> {
    return listDeliveries(
      this.#catalog,
      await this.#auth.getOwnServiceCredentials(),
    );
  }

  async #deliver(
    delivery: Delivery,
    { good }: CheckedDelivery,
    { problems, provenance }: Reading,
  ): Promise<void> {
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

  async #withdraw(
    rows: TemplateRow[],
    delivered: ReadonlySet<string>,
  ): Promise<void> {
    const { withdraw, suspect } = decideWithdrawals(
      rows,
      delivered,
      this.#lostAfterMinutes,
      new Date(),
    );
    if (suspect.length > 0) {
      this.#logger.warn(
        `The catalog has lost most templates: ${suspect
          .map(({ ref }) => ref)
          .join(', ')}. They stay on offer for ${
          this.#lostAfterMinutes
        } minutes; was its database made anew?`,
      );
    }
    for (const { ref } of suspect) {
      await this.#mark(ref, { problems: [LOST] });
    }
    for (const { ref } of withdraw) {
      await this.#mark(ref, {
        problems: [],
        state: 'withdrawn',
        deliveredEtag: undefined,
      });
    }
  }

  async #mark(
    ref: string,
    change: Pick<TemplateRow, 'problems'> & Partial<TemplateRow>,
  ): Promise<void> {
    await this.#store.transaction(async tx => {
      const earlier = await tx.templates.lock(ref);
      if (!earlier) return;
      const row = { ...earlier, ...change };
      // One that came back with faults, and goes again, was not on offer.
      const isOver = earlier.state !== 'withdrawn';
      await this.#write(tx, row, isOver);
      if (!isOver) return;
      await tx.record(
        row.state === 'withdrawn'
          ? withdrawalEvent(row)
          : deliveryEvent('refuse', row, {}),
      );
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
