import { Meter, ObservableCallback } from '@opentelemetry/api';
import { OnClusterCall } from '../clusters/Clusters';
import { ClusterReachability } from '../health/ClusterReachability';
import { createGauge, createHistogram } from './instruments';

/**
 * Times calls to clusters, and says of each cluster whether it answers. No call
 * is made for that: every cluster is asked for its namespaces once a minute anyway.
 *
 * @returns what is to hear of calls, and what ends it
 */
export function measureClusters(
  meter: Meter,
  reachability: ClusterReachability,
): { called: OnClusterCall; stop: () => void } {
  const duration = createHistogram(meter, 'sandlot.cluster.call.duration');
  const reachable = createGauge(meter, 'sandlot.cluster.reachable');

  const observe: ObservableCallback = result => {
    for (const [cluster, seen] of reachability.list()) {
      result.observe(seen.reachable ? 1 : 0, {
        'sandlot.cluster.name': cluster,
      });
    }
  };
  reachable.addCallback(observe);

  return {
    called(cluster, call) {
      reachability.note(cluster, call);
      duration.record(call.seconds, {
        'sandlot.cluster.name': cluster,
        'http.request.method': call.method,
        ...(call.error && { 'error.type': call.error.reason }),
      });
    },
    stop: () => reachable.removeCallback(observe),
  };
}
