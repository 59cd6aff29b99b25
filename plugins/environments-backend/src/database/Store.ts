import {
  DatabaseService,
  LoggerService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { AuditRecord } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { AuditEvent, AuditLeaf } from '../audit/AuditEvent';
import { AuditTable } from '../audit/AuditTable';
import { JobQueue } from '../jobs/JobQueue';
import { DriftsTable } from './DriftsTable';
import { EnvironmentRendersTable } from './EnvironmentRendersTable';
import { EnvironmentsTable } from './EnvironmentsTable';
import { FrozenObjectsTable } from './FrozenObjectsTable';
import { IdempotencyKeysTable } from './IdempotencyKeysTable';
import { Leadership } from './Leadership';
import { OperationsTable } from './OperationsTable';
import { RolloutsTable } from './RolloutsTable';
import { TemplateFiguresTable } from './TemplateFiguresTable';
import { TemplateRevisionsTable } from './TemplateRevisionsTable';
import { TemplatesTable } from './TemplatesTable';
import { UpgradeTargetsTable } from './UpgradeTargetsTable';
import { isUnreachable, unreachable } from './unreachable';

/** What may be changed within one transaction. */
export interface Transaction {
  environments: EnvironmentsTable;
  operations: OperationsTable;
  idempotencyKeys: IdempotencyKeysTable;
  templateRevisions: TemplateRevisionsTable;
  environmentRenders: EnvironmentRendersTable;
  upgradeTargets: UpgradeTargetsTable;
  drifts: DriftsTable;
  rollouts: RolloutsTable;
  templates: TemplatesTable;
  templateFigures: TemplateFiguresTable;
  /** Waits until no other transaction, on any backend, holds the same name. */
  alone(name: string): Promise<void>;
  /** Attempts of the operation that no later record resolves. */
  openAttempts(operationId: string): Promise<AuditRecord[]>;
  /** Attempts outside of operations whose end nobody lived to record. */
  takeAbandonedAttempts(): Promise<AuditRecord[]>;
  /** Writes to the log; without it nothing else is committed either. */
  record(...events: AuditEvent[]): Promise<void>;
  /** Puts an operation before the workers; they wake when this commits. */
  enqueue(operationId: string, afterSeconds?: number): Promise<void>;
  /** Pages that show the environment are told when this commits. */
  changed(environmentId: string): void;
  /** The same for a template. */
  templateChanged(ref: string): void;
}

/** What has just been committed. */
export interface Committed {
  records: AuditLeaf[];
  environmentIds: string[];
  templateRefs: string[];
}

/** PostgreSQL's codes of what was undone only because of other transactions. */
const UNDONE = ['40001', '40P01'];
const ATTEMPTS = 3;

/**
 * The plugin's state and its log, on PostgreSQL. A change of state, its record
 * and its job go into one transaction; that is all that correctness rests on.
 */
export class Store {
  readonly environments: EnvironmentsTable;
  readonly operations: OperationsTable;
  readonly idempotencyKeys: IdempotencyKeysTable;
  readonly templateRevisions: TemplateRevisionsTable;
  readonly templates: TemplatesTable;
  readonly templateFigures: TemplateFiguresTable;
  readonly environmentRenders: EnvironmentRendersTable;
  readonly upgradeTargets: UpgradeTargetsTable;
  readonly frozenObjects: FrozenObjectsTable;
  readonly drifts: DriftsTable;
  readonly rollouts: RolloutsTable;
  readonly audit: AuditTable;
  readonly jobs: JobQueue;
  readonly #knex: Knex;
  readonly #onCommit: ((committed: Committed) => void)[] = [];

  static async create(
    database: DatabaseService,
    logger: LoggerService,
  ): Promise<Store> {
    const knex = await database.getClient();
    if (knex.client.config.client !== 'pg') {
      throw new Error(
        `The environments plugin needs PostgreSQL, backend.database.client is ` +
          `'${knex.client.config.client}': set it to 'pg'`,
      );
    }
    if (!database.migrations?.skip) {
      await knex.migrate.latest({
        directory: resolvePackagePath(
          '@sandlot/plugin-environments-backend',
          'migrations',
        ),
      });
    }
    return new Store(knex, await JobQueue.create(knex, logger));
  }

  private constructor(knex: Knex, jobs: JobQueue) {
    this.#knex = knex;
    this.jobs = jobs;
    this.environments = new EnvironmentsTable(knex);
    this.operations = new OperationsTable(knex);
    this.idempotencyKeys = new IdempotencyKeysTable(knex);
    this.templateRevisions = new TemplateRevisionsTable(knex);
    this.templates = new TemplatesTable(knex);
    this.templateFigures = new TemplateFiguresTable(knex);
    this.environmentRenders = new EnvironmentRendersTable(knex);
    this.upgradeTargets = new UpgradeTargetsTable(knex);
    this.frozenObjects = new FrozenObjectsTable(knex);
    this.drifts = new DriftsTable(knex);
    this.rollouts = new RolloutsTable(knex);
    this.audit = new AuditTable(knex);
  }

  onCommit(listener: (committed: Committed) => void): void {
    this.#onCommit.push(listener);
  }

  /**
   * Takes a lock that one backend has at a time, until it lets go of it or dies.
   *
   * @returns undefined if another one has it
   */
  lead(name: string): Promise<Leadership | undefined> {
    return Leadership.take(this.#knex, name);
  }

  /**
   * @param work - done anew, from its beginning, if the database had to undo
   * it in favour of another transaction
   */
  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    let committed: Committed = nothing();
    const result = await this.#commit(async trx => {
      // Of an attempt that the database undid nobody hears.
      committed = nothing();
      const audit = new AuditTable(trx);
      return work({
        environments: new EnvironmentsTable(trx),
        operations: new OperationsTable(trx),
        idempotencyKeys: new IdempotencyKeysTable(trx),
        templateRevisions: new TemplateRevisionsTable(trx),
        environmentRenders: new EnvironmentRendersTable(trx),
        upgradeTargets: new UpgradeTargetsTable(trx),
        drifts: new DriftsTable(trx),
        rollouts: new RolloutsTable(trx),
        templates: new TemplatesTable(trx),
        templateFigures: new TemplateFiguresTable(trx),
        async alone(name) {
          await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [name]);
        },
        takeAbandonedAttempts: () => audit.takeAbandonedAttempts(),
        openAttempts: operationId => audit.findOpenAttempts(operationId),
        async record(...events) {
          committed.records.push(...(await audit.insert(events)));
        },
        enqueue: (operationId, afterSeconds) =>
          this.jobs.enqueue(trx, operationId, afterSeconds),
        changed(environmentId) {
          committed.environmentIds.push(environmentId);
        },
        templateChanged(ref) {
          committed.templateRefs.push(ref);
        },
      });
    });
    for (const listener of this.#onCommit) listener(committed);
    return result;
  }

  /** Fails closed: without the database nothing is done, and that is said. */
  async #commit<T>(
    work: (trx: Knex.Transaction) => Promise<T>,
    attempt = 1,
  ): Promise<T> {
    try {
      return await this.#knex.transaction(work);
    } catch (error) {
      if (
        attempt < ATTEMPTS &&
        UNDONE.includes((error as { code?: string }).code ?? '')
      ) {
        return this.#commit(work, attempt + 1);
      }
      if (isUnreachable(error)) {
        throw unreachable(error);
      }
      throw error;
    }
  }
}

function nothing(): Committed {
  return { records: [], environmentIds: [], templateRefs: [] };
}
