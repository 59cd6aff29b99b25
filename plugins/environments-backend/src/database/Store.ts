import { DatabaseService, LoggerService } from '@backstage/backend-plugin-api';
import { AuditRecord } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { AuditEvent, AuditLeaf } from '../audit/AuditEvent';
import { AuditTable } from '../audit/AuditTable';
import { AuditViewsTable } from '../audit/views/AuditViewsTable';
import { ChecksTable } from '../audit/check/ChecksTable';
import { CoverageTable } from '../audit/completeness/CoverageTable';
import { SealedPages } from '../audit/export/SealedPages';
import { ReportTable } from '../audit/report/ReportTable';
import { ArchivesTable } from '../audit/retention/ArchivesTable';
import { SinksTable } from '../audit/sinks/SinksTable';
import { CheckpointsTable } from '../audit/sealing/CheckpointsTable';
import { SealedRecords } from '../audit/sealing/SealedRecords';
import { SealingTable } from '../audit/sealing/SealingTable';
import { TreeTable } from '../audit/sealing/TreeTable';
import { JobQueue } from '../jobs/JobQueue';
import { DatabaseHealth, migrationsDirectory } from './DatabaseHealth';
import { AccessAccountsTable } from './AccessAccountsTable';
import { ApprovalsTable } from './ApprovalsTable';
import { CatalogAbsencesTable } from './CatalogAbsencesTable';
import { DriftsTable } from './DriftsTable';
import { ElevationsTable } from './ElevationsTable';
import { EnvironmentRendersTable } from './EnvironmentRendersTable';
import { EnvironmentsTable } from './EnvironmentsTable';
import { FrozenObjectsTable } from './FrozenObjectsTable';
import { HibernationPlansTable } from './HibernationPlansTable';
import { IdempotencyKeysTable } from './IdempotencyKeysTable';
import { Leadership } from './Leadership';
import { LeaseNoticesTable } from './LeaseNoticesTable';
import { OperationsTable } from './OperationsTable';
import { PlacesTable } from './PlacesTable';
import { RolloutsTable } from './RolloutsTable';
import { SharesTable } from './SharesTable';
import { TemplateFiguresTable } from './TemplateFiguresTable';
import { TemplateRevisionsTable } from './TemplateRevisionsTable';
import { TemplatesTable } from './TemplatesTable';
import { UpgradeTargetsTable } from './UpgradeTargetsTable';
import { OperationRow } from './rows';
import { WarmPoolTable } from './WarmPoolTable';
import { endStalledTransactions } from './endStalledTransactions';
import { UNDONE, isUnreachable, unreachable, unrecorded } from './unreachable';

/** What may be changed within one transaction. */
export interface Transaction {
  environments: EnvironmentsTable;
  operations: OperationsTable;
  idempotencyKeys: IdempotencyKeysTable;
  templateRevisions: TemplateRevisionsTable;
  environmentRenders: EnvironmentRendersTable;
  warmPool: WarmPoolTable;
  upgradeTargets: UpgradeTargetsTable;
  drifts: DriftsTable;
  leaseNotices: LeaseNoticesTable;
  rollouts: RolloutsTable;
  templates: TemplatesTable;
  templateFigures: TemplateFiguresTable;
  places: PlacesTable;
  approvals: ApprovalsTable;
  accessAccounts: AccessAccountsTable;
  elevations: ElevationsTable;
  shares: SharesTable;
  catalogAbsences: CatalogAbsencesTable;
  sealing: SealingTable;
  coverage: CoverageTable;
  checks: ChecksTable;
  sinks: SinksTable;
  archives: ArchivesTable;
  /** By the database's clock, which all backends share. */
  now(): Promise<Date>;
  /** Waits until no other transaction, on any backend, holds the same name. */
  alone(name: string): Promise<void>;
  /** Attempts of the operation that no later record resolves. */
  openAttempts(operationId: string): Promise<AuditRecord[]>;
  /** Attempts outside of operations whose end nobody lived to record. */
  takeAbandonedAttempts(): Promise<AuditRecord[]>;
  /** Attempts of a call outside of operations, which is tried again, whose end nobody lived to record. */
  takeOpenAttempts(call: Omit<AuditEvent, 'stage'>): Promise<AuditRecord[]>;
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
  /** Operations that ended, whichever way. */
  finished: OperationRow[];
  environmentIds: string[];
  templateRefs: string[];
}

const ATTEMPTS = 3;

/**
 * The plugin's state and its log, on PostgreSQL. A change of state, its record
 * and its job go into one transaction; that is all that correctness rests on.
 */
export class Store {
  readonly environments: EnvironmentsTable;
  readonly operations: OperationsTable;
  readonly health: DatabaseHealth;
  readonly idempotencyKeys: IdempotencyKeysTable;
  readonly templateRevisions: TemplateRevisionsTable;
  readonly templates: TemplatesTable;
  readonly templateFigures: TemplateFiguresTable;
  readonly environmentRenders: EnvironmentRendersTable;
  readonly warmPool: WarmPoolTable;
  readonly upgradeTargets: UpgradeTargetsTable;
  readonly frozenObjects: FrozenObjectsTable;
  readonly hibernationPlans: HibernationPlansTable;
  readonly drifts: DriftsTable;
  readonly leaseNotices: LeaseNoticesTable;
  readonly rollouts: RolloutsTable;
  readonly places: PlacesTable;
  readonly approvals: ApprovalsTable;
  readonly accessAccounts: AccessAccountsTable;
  readonly elevations: ElevationsTable;
  readonly shares: SharesTable;
  readonly audit: AuditTable;
  readonly auditViews: AuditViewsTable;
  readonly sealing: SealingTable;
  readonly checkpoints: CheckpointsTable;
  readonly tree: TreeTable;
  readonly sealedRecords: SealedRecords;
  readonly sealedPages: SealedPages;
  readonly coverage: CoverageTable;
  readonly checks: ChecksTable;
  readonly sinks: SinksTable;
  readonly archives: ArchivesTable;
  readonly reports: ReportTable;
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
    endStalledTransactions(knex);
    const migrates = !database.migrations?.skip;
    if (migrates) {
      await knex.migrate.latest({ directory: migrationsDirectory() });
    }
    return new Store(knex, await JobQueue.create(knex, logger, { migrates }));
  }

  private constructor(knex: Knex, jobs: JobQueue) {
    this.#knex = knex;
    this.jobs = jobs;
    this.environments = new EnvironmentsTable(knex);
    this.operations = new OperationsTable(knex);
    this.health = new DatabaseHealth(knex);
    this.idempotencyKeys = new IdempotencyKeysTable(knex);
    this.templateRevisions = new TemplateRevisionsTable(knex);
    this.templates = new TemplatesTable(knex);
    this.templateFigures = new TemplateFiguresTable(knex);
    this.environmentRenders = new EnvironmentRendersTable(knex);
    this.warmPool = new WarmPoolTable(knex);
    this.upgradeTargets = new UpgradeTargetsTable(knex);
    this.frozenObjects = new FrozenObjectsTable(knex);
    this.hibernationPlans = new HibernationPlansTable(knex);
    this.drifts = new DriftsTable(knex);
    this.leaseNotices = new LeaseNoticesTable(knex);
    this.rollouts = new RolloutsTable(knex);
    this.places = new PlacesTable(knex);
    this.approvals = new ApprovalsTable(knex);
    this.accessAccounts = new AccessAccountsTable(knex);
    this.elevations = new ElevationsTable(knex);
    this.shares = new SharesTable(knex);
    this.audit = new AuditTable(knex);
    this.auditViews = new AuditViewsTable(knex);
    this.sealing = new SealingTable(knex);
    this.checkpoints = new CheckpointsTable(knex);
    this.tree = new TreeTable(knex);
    this.sealedRecords = new SealedRecords(knex);
    this.sealedPages = new SealedPages(knex);
    this.coverage = new CoverageTable(knex);
    this.checks = new ChecksTable(knex);
    this.sinks = new SinksTable(knex);
    this.archives = new ArchivesTable(knex);
    this.reports = new ReportTable(knex);
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
   * Does something that only one backend may do at a time, and that takes longer
   * than a transaction should. Others wait.
   */
  async inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    const turn = await Leadership.waitFor(this.#knex, name);
    try {
      return await work();
    } finally {
      await turn.release();
    }
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
        operations: new OperationsTable(trx, operation =>
          committed.finished.push(operation),
        ),
        idempotencyKeys: new IdempotencyKeysTable(trx),
        templateRevisions: new TemplateRevisionsTable(trx),
        environmentRenders: new EnvironmentRendersTable(trx),
        warmPool: new WarmPoolTable(trx),
        upgradeTargets: new UpgradeTargetsTable(trx),
        drifts: new DriftsTable(trx),
        leaseNotices: new LeaseNoticesTable(trx),
        rollouts: new RolloutsTable(trx),
        templates: new TemplatesTable(trx),
        templateFigures: new TemplateFiguresTable(trx),
        places: new PlacesTable(trx),
        approvals: new ApprovalsTable(trx),
        accessAccounts: new AccessAccountsTable(trx),
        elevations: new ElevationsTable(trx),
        shares: new SharesTable(trx),
        catalogAbsences: new CatalogAbsencesTable(trx),
        sealing: new SealingTable(trx),
        coverage: new CoverageTable(trx),
        checks: new ChecksTable(trx),
        sinks: new SinksTable(trx),
        archives: new ArchivesTable(trx),
        async now() {
          const { rows } = await trx.raw('select clock_timestamp() as now');
          return rows[0].now;
        },
        async alone(name) {
          await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [name]);
        },
        takeAbandonedAttempts: () => audit.takeAbandonedAttempts(),
        takeOpenAttempts: call => audit.takeOpenAttempts(call),
        openAttempts: operationId => audit.findOpenAttempts(operationId),
        async record(...events) {
          const inserted = audit.insert(events).catch(error => {
            throw unrecorded(error);
          });
          committed.records.push(...(await inserted));
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
  return { records: [], finished: [], environmentIds: [], templateRefs: [] };
}
