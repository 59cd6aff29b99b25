import { KubernetesCall } from '../clusters/KubernetesConnection';

/** What a load balancer, or nobody, says in the place of an API server, and "not with this credential". */
const AWAY = [401, 502, 503, 504];

/** What the calls of this backend have shown of a cluster. */
export interface Reachability {
  reachable: boolean;
  /** Since when it has been like that. */
  since: Date;
  lastCallAt: Date;
  /** Of the last call. */
  latencySeconds: number;
  /** Why it can't be reached. */
  message?: string;
}

/** Remembers of each cluster whether the last call got an answer. */
export class ClusterReachability {
  readonly #seen = new Map<string, Reachability>();

  note(cluster: string, { seconds, error }: KubernetesCall): void {
    const now = new Date();
    const reachable =
      !error || (error.status !== undefined && !AWAY.includes(error.status));
    const before = this.#seen.get(cluster);
    this.#seen.set(cluster, {
      reachable,
      since: before?.reachable === reachable ? before.since : now,
      lastCallAt: now,
      latencySeconds: seconds,
      message: reachable ? undefined : error?.message,
    });
  }

  /** By name; a cluster that was never called is absent. */
  list(): [string, Reachability][] {
    return [...this.#seen];
  }

  of(cluster: string): Reachability | undefined {
    return this.#seen.get(cluster);
  }
}
