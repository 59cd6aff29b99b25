import {
  LoggerService,
  RootConfigService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { AuditFinding } from '@sandlot/plugin-environments-common';
import {
  KubernetesObject,
  LABEL_ENVIRONMENT,
} from '@sandlot/plugin-environments-node';
import { validate as isUuid, v7 as uuidv7 } from 'uuid';
import { Cluster } from '../../clusters/Cluster';
import { Clusters } from '../../clusters/Clusters';
import { WORKBENCH_NAMESPACE } from '../../clusters/workbenchNamespace';
import { Store } from '../../database/Store';
import { Leader } from '../../jobs/Leader';
import { scheduleEverywhere } from '../../jobs/scheduleEverywhere';
import { visitClusters } from '../../jobs/visitClusters';
import { NoticeSender } from '../../notices/NoticeSender';
import { readRole } from '../../service/readRole';
import { findDisagreements } from './findDisagreements';

const EVERY_SECONDS = 300;
const LOG_PAGE = '/audit/log';
const WORDS: Record<AuditFinding['kind'], string> = {
  unrecorded:
    'was made in the name of the portal, and the log does not know it',
  foreign: 'carries our label and was made by somebody else',
  missing: 'is gone, and the log has no end of it',
};

/**
 * Compares each cluster with the log: one list of namespaces, and the records
 * of those that were not looked up before. One backend of many does it. A
 * cluster that does not answer keeps its last result, with its time.
 */
export class CoverageSweep {
  readonly #store: Store;
  readonly #clusters: Clusters;
  readonly #sender: NoticeSender;
  readonly #logger: LoggerService;
  readonly #leader: Leader;
  readonly #ops: string[];
  readonly #everySeconds: number;
  /** Records don't change: what was found once is not looked up again. */
  readonly #recorded = new Set<string>();

  static fromConfig(options: {
    store: Store;
    clusters: Clusters;
    notifications: NotificationService;
    config: RootConfigService;
    logger: LoggerService;
  }): CoverageSweep {
    const { config } = options;
    return new CoverageSweep(
      options,
      readRole(config, 'ops'),
      config.getOptionalNumber('environments.audit.coverage.everySeconds') ??
        EVERY_SECONDS,
    );
  }

  private constructor(
    options: {
      store: Store;
      clusters: Clusters;
      notifications: NotificationService;
      logger: LoggerService;
    },
    ops: string[],
    everySeconds: number,
  ) {
    this.#store = options.store;
    this.#clusters = options.clusters;
    this.#sender = new NoticeSender(options);
    this.#logger = options.logger;
    this.#leader = new Leader(options.store, 'coverage');
    this.#ops = ops;
    this.#everySeconds = everySeconds;
  }

  async schedule(scheduler: SchedulerService): Promise<void> {
    await scheduleEverywhere(scheduler, {
      id: 'environments-coverage',
      everySeconds: this.#everySeconds,
      timeoutSeconds: Math.max(60, this.#everySeconds * 4),
      fn: () => this.run(),
    });
  }

  stop(): Promise<void> {
    return this.#leader.stop();
  }

  /** @returns whether it was this backend that compared */
  async run(): Promise<boolean> {
    return visitClusters(
      {
        leader: this.#leader,
        clusters: this.#clusters,
        logger: this.#logger,
      },
      `could not be compared with the log, trying again in ${
        this.#everySeconds
      } s`,
      cluster => this.#compare(cluster),
    );
  }

  async #compare(cluster: Cluster): Promise<void> {
    const { name } = cluster.info;
    const { coverage } = this.#store;
    const before = await coverage.expected(name);
    const namespaces = (
      await cluster.listManaged({ apiVersion: 'v1', kind: 'Namespace' })
    ).filter(({ metadata }) => metadata.name !== WORKBENCH_NAMESPACE);
    await this.#lookUp(namespaces);
    // What was deleted meanwhile is not missing.
    const still = new Set(
      (await coverage.expected(name)).map(({ uid }) => uid),
    );
    const now = new Date();
    const known = await coverage.findings(name);
    const findings = findDisagreements({
      namespaces,
      recorded: this.#recorded,
      expected: before.filter(({ uid }) => still.has(uid)),
      now,
    }).map(finding => known.find(one => isSame(one, finding)) ?? finding);
    const fresh = findings.filter(
      finding => !known.some(one => isSame(one, finding)),
    );
    const covered = namespaces.filter(({ metadata }) =>
      this.#recorded.has(metadata.uid!),
    ).length;
    await this.#store.transaction(async tx => {
      await tx.record(...fresh.map(finding => toEvent(name, finding)));
      await tx.coverage.keep({
        cluster: name,
        checkedAt: now.toISOString(),
        namespaces: namespaces.length,
        covered,
        findings,
      });
    });
    if (fresh.length > 0) await this.#tell(name, fresh);
  }

  async #lookUp(namespaces: KubernetesObject[]): Promise<void> {
    const ids = namespaces
      .filter(({ metadata }) => !this.#recorded.has(metadata.uid!))
      .map(({ metadata }) => metadata.labels?.[LABEL_ENVIRONMENT])
      .filter((id): id is string => id !== undefined && isUuid(id));
    for (const uid of await this.#store.coverage.recordedUids(ids)) {
      this.#recorded.add(uid);
    }
  }

  /** The record is what counts; a notice that could not be sent is in the process's log. */
  async #tell(cluster: string, findings: AuditFinding[]): Promise<void> {
    if (this.#ops.length === 0) return;
    const [first] = findings;
    await this.#sender.send(`that cluster ${cluster} and the log disagree`, {
      recipients: { type: 'entity', entityRef: this.#ops },
      payload: {
        title: `Cluster ${cluster} and the audit log disagree`,
        description: `Namespace ${first.namespace} ${WORDS[first.kind]}${
          findings.length > 1 ? `, and ${findings.length - 1} more` : ''
        }.`,
        link: LOG_PAGE,
        severity: 'high',
        topic: 'Audit log',
      },
    });
  }
}

function isSame(one: AuditFinding, other: AuditFinding): boolean {
  return (
    one.kind === other.kind &&
    one.namespace === other.namespace &&
    one.environmentId === other.environmentId
  );
}

function toEvent(cluster: string, finding: AuditFinding) {
  const { kind, namespace, environmentId, madeBy } = finding;
  return {
    stage: 'observed' as const,
    action: 'audit.compare' as const,
    correlationId: uuidv7(),
    actor: {
      ref: 'plugin:environments',
      kind: 'system' as const,
      groups: [],
      authMethod: 'sweep',
    },
    environmentId,
    target: {
      cluster,
      namespace,
      apiVersion: 'v1',
      kind: 'Namespace',
      name: namespace,
    },
    parameters: { finding: kind, ...(madeBy && { madeBy }) },
    reason: `Namespace ${namespace} ${WORDS[kind]}`,
  };
}
