import { Cluster, Problem } from '@sandlot/plugin-environments-common';
import { EnvironmentTemplate } from '@sandlot/plugin-environments-node';
import { ClusterUse } from '../database/PlacesTable';

/** A cluster on which an environment may be, and what is left of it. */
export interface Candidate extends ClusterUse {
  cluster: Cluster;
  /** Environments that it takes; absent: any number. */
  maximum?: number;
  whenFull: 'wait' | 'refuse';
}

export interface Place {
  cluster: Cluster;
  /** It is full: the environment is made when there is room. */
  waits: boolean;
}

/**
 * Where an environment is made: where most places are free; of clusters without a
 * limit, where the fewest environments are; then by the order of the configuration.
 * When all are full, where the fewest wait.
 *
 * @returns undefined if all are full and none has a waiting list
 */
export function choosePlace(candidates: Candidate[]): Place | undefined {
  const [free] = candidates
    .filter(candidate => freePlaces(candidate) > 0)
    .sort(
      (one, other) =>
        compare(freePlaces(other), freePlaces(one)) || one.used - other.used,
    );
  if (free) return { cluster: free.cluster, waits: false };
  const [queue] = candidates
    .filter(({ whenFull }) => whenFull === 'wait')
    .sort((one, other) => one.waiting - other.waiting);
  return queue && { cluster: queue.cluster, waits: true };
}

/** Who waits already comes first, so their places are not free. */
export function freePlaces({ maximum, used, waiting }: Candidate): number {
  return maximum === undefined
    ? Infinity
    : Math.max(0, maximum - used - waiting);
}

/** Also of infinite numbers, whose difference is none. */
function compare(one: number, other: number): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/**
 * The clusters on which environments of a template may be.
 *
 * @param named - the one that was asked for
 * @returns a problem when there is none
 */
export function eligibleClusters(
  clusters: Cluster[],
  placement: EnvironmentTemplate['spec']['placement'],
  named?: Cluster,
): Cluster[] | Problem {
  const wanted = Object.entries(placement?.clusters?.matchLabels ?? {});
  const matches = ({ labels = {} }: Cluster) =>
    wanted.every(([key, value]) => labels[key] === value);
  const matching = clusters.filter(matches);
  const words = wanted.map(pair => pair.join('=')).join(', ');
  if (named && !matches(named)) {
    return {
      path: '/cluster',
      message: `The template is for clusters with ${words}; ${
        named.title
      } has ${wordsOf(
        named,
        wanted.map(([key]) => key),
      )}`,
      expected:
        matching.length > 0
          ? `one of ${matching.map(({ name }) => name).join(', ')}, or none`
          : 'a cluster with these labels, of which there is none: ask ops',
    };
  }
  if (named) return [named];
  if (matching.length > 0) return matching;
  return {
    path: '/template',
    message: `The template is for clusters with ${words}, and there is none`,
    expected: 'a cluster with these labels in the configuration: ask ops',
  };
}

function wordsOf({ labels = {} }: Cluster, keys: string[]): string {
  const has = keys.filter(key => key in labels);
  return has.length > 0
    ? has.map(key => `${key}=${labels[key]}`).join(', ')
    : 'none of these labels';
}
