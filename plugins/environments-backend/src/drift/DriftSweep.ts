import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { Cluster, ObjectKind } from '../clusters/Cluster';
import { ClusterError } from '../clusters/ClusterError';
import { Clusters } from '../clusters/Clusters';
import { DriftRow } from '../database/DriftsTable';
import {
  EnvironmentVersion,
  FrozenObjects,
} from '../database/FrozenObjectsTable';
import { Store } from '../database/Store';
import { findDrift } from '../domain/drift';
import { identityOf, isSameObject } from '../domain/objectIdentity';
import { Leader } from '../jobs/Leader';
import { scheduleEverywhere } from '../jobs/scheduleEverywhere';
import { visitClusters } from '../jobs/visitClusters';
import { FoundDrift } from './judgeDrift';
import { writeDrift } from './writeDrift';

const DEFAULT_EVERY_SECONDS = 300;
/** So many environments' objects are in memory at the same time. */
const AT_ONCE = 100;
/**
 * Each object that is known to be missing is asked for by name no more often
 * than this: what is made again turns up in the list by itself, unless it is
 * without its label.
 */
const LOOKED_AGAIN_EVERY_SECONDS = 3600;
/**
 * When the cluster was last compared is written no more often than this: one
 * row a cluster, so that comparing what is at rest costs no writes, and every
 * backend can say how fresh what it shows is.
 */
const CHECK_NOTED_EVERY_SECONDS = 600;

/** One comparison of a cluster. */
interface Comparison {
  /** As the environments were before the cluster was asked. */
  seen: Map<string, EnvironmentVersion>;
  found: Map<string, FoundDrift[]>;
  /** Those that were looked at as a whole, and were the same all along. */
  compared: Set<string>;
  /** What is missing for all that was known before; not asked for again. */
  missing: Map<string, DriftRow[]>;
}

/**
 * Finds what was changed past the portal. Each cluster is asked for all objects
 * of one kind at once, and they are held against what the environments were made
 * of. One backend of many does it; while nothing changes it writes nothing.
 */
export class DriftSweep {
  readonly #store: Store;
  readonly #clusters: Clusters;
  readonly #logger: LoggerService;
  readonly #everySeconds: number;
  readonly #leader: Leader;
  /** By cluster. */
  readonly #lookedAgain = new Map<string, number>();

  constructor(options: {
    store: Store;
    clusters: Clusters;
    logger: LoggerService;
    everySeconds?: number;
  }) {
    this.#store = options.store;
    this.#leader = new Leader(options.store, 'drift');
    this.#clusters = options.clusters;
    this.#logger = options.logger;
    this.#everySeconds = options.everySeconds ?? DEFAULT_EVERY_SECONDS;
  }

  async schedule(scheduler: SchedulerService): Promise<void> {
    await scheduleEverywhere(scheduler, {
      id: 'environments-drift',
      everySeconds: this.#everySeconds,
      timeoutSeconds: Math.max(60, this.#everySeconds * 4),
      fn: () => this.run(),
    });
  }

  /** Lets another backend have the comparison. */
  async stop(): Promise<void> {
    await this.#leader.stop();
  }

  /** @returns whether it was this backend that compared */
  async run(): Promise<boolean> {
    return visitClusters(
      {
        leader: this.#leader,
        clusters: this.#clusters,
        logger: this.#logger,
      },
      'could not be compared with what was made on it, trying again later',
      cluster => this.#compare(cluster),
    );
  }

  async #compare(cluster: Cluster): Promise<void> {
    const { name } = cluster.info;
    const { frozenObjects } = this.#store;
    const began = new Date();
    // What is newer than this was not looked at as a whole and waits its turn.
    const seen = new Map(
      (await frozenObjects.versions(name)).map(version => [
        version.id,
        version,
      ]),
    );
    const comparison: Comparison = {
      seen,
      found: new Map(),
      compared: new Set(seen.keys()),
      missing: await this.#knownMissing(name),
    };
    let isWhole = true;
    for (const kind of await frozenObjects.kinds(name)) {
      try {
        await this.#compareKind(cluster, kind, comparison);
      } catch (error) {
        // Without an answer there is none for the other kinds either.
        if (ClusterError.isUnanswered(error)) throw error;
        isWhole = false;
        await this.#leaveOut(cluster, kind, comparison, error);
      }
    }
    await writeDrift(this.#store, { cluster: name, ...comparison });
    if (isWhole) await this.#noteChecked(name, began);
  }

  async #knownMissing(cluster: string): Promise<Map<string, DriftRow[]>> {
    const now = Date.now();
    const last = this.#lookedAgain.get(cluster) ?? 0;
    if (now - last > LOOKED_AGAIN_EVERY_SECONDS * 1000) {
      this.#lookedAgain.set(cluster, now);
      return new Map();
    }
    return this.#store.drifts.ofCluster(cluster);
  }

  /** What can't be read of some environments is no reason to leave the others alone. */
  async #leaveOut(
    cluster: Cluster,
    kind: ObjectKind,
    { compared }: Comparison,
    error: unknown,
  ): Promise<void> {
    for await (const { id, manifests } of this.#environments(cluster, kind)) {
      if (manifests.length > 0) compared.delete(id);
    }
    this.#logger.warn(
      `What is of kind ${kind.kind} on cluster ${
        cluster.info.name
      } could not be compared, and the environments with such objects are left out until it can: ${stringifyError(
        error,
      )}`,
    );
  }

  async #noteChecked(cluster: string, at: Date): Promise<void> {
    const { drifts } = this.#store;
    const last = await drifts.checkedAt(cluster);
    const age = last ? at.getTime() - last.getTime() : Infinity;
    if (age > CHECK_NOTED_EVERY_SECONDS * 1000) {
      await drifts.noteChecked(cluster, at);
    }
  }

  async #compareKind(
    cluster: Cluster,
    kind: ObjectKind,
    state: Comparison,
  ): Promise<void> {
    const live = new Map<string, KubernetesObject>();
    for (const object of await cluster.listManaged(kind)) {
      live.set(keyOf(object), object);
    }
    for await (const environment of this.#environments(cluster, kind)) {
      if (!isUnchanged(state.seen.get(environment.id), environment)) {
        state.compared.delete(environment.id);
        continue;
      }
      const missing = (state.missing.get(environment.id) ?? []).filter(
        known => known.missing,
      );
      for (const manifest of environment.manifests) {
        const listed = live.get(keyOf(manifest));
        if (!listed && isToGo(manifest)) continue;
        const drift =
          !listed && missing.some(isSameObject(manifest))
            ? { ...identityOf(manifest), missing: true, fields: [] }
            : await this.#findOne(cluster, environment, manifest, listed);
        if (drift) {
          const known = state.found.get(environment.id) ?? [];
          state.found.set(environment.id, [...known, drift]);
        }
      }
    }
  }

  async #findOne(
    cluster: Cluster,
    { namespaceUid }: FrozenObjects,
    manifest: KubernetesObject,
    listed: KubernetesObject | undefined,
  ): Promise<FoundDrift | undefined> {
    const identity = identityOf(manifest);
    const { namespace } = manifest.metadata;
    // It may be there and only have lost the label by which it is listed.
    const object = listed ?? (await cluster.get({ ...identity, namespace }));
    const isOurs =
      manifest.kind !== 'Namespace' || object?.metadata.uid === namespaceUid;
    const drift = findDrift(manifest, isOurs ? object : undefined);
    return drift && { ...identity, ...drift };
  }

  async *#environments(
    { info: { name } }: Cluster,
    kind: ObjectKind,
  ): AsyncIterable<FrozenObjects> {
    let after: string | undefined;
    for (;;) {
      const page = await this.#store.frozenObjects.page(name, kind, {
        after,
        limit: AT_ONCE,
      });
      yield* page;
      if (page.length < AT_ONCE) return;
      after = page[page.length - 1].id;
    }
  }
}

/** The cluster itself removes such a Job when it has ended. */
function isToGo({ kind, spec }: KubernetesObject): boolean {
  return (
    kind === 'Job' &&
    (spec as JsonObject | undefined)?.ttlSecondsAfterFinished !== undefined
  );
}

function keyOf({ metadata }: KubernetesObject): string {
  return JSON.stringify([metadata.namespace, metadata.name]);
}

function isUnchanged(
  seen: EnvironmentVersion | undefined,
  now: EnvironmentVersion,
): boolean {
  return (
    seen?.epoch === now.epoch &&
    seen.updatedAt.getTime() === now.updatedAt.getTime()
  );
}
