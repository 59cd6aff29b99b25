import { LoggerService } from '@backstage/backend-plugin-api';
import { Meter, metrics, ObservableCallback } from '@opentelemetry/api';
import { OnClusterCall } from '../clusters/Clusters';
import { Store } from '../database/Store';
import { ClusterReachability } from '../health/ClusterReachability';
import { OnRetry } from '../reconciler/Reconciler';
import { createGauge } from './instruments';
import { measureClusters } from './measureClusters';
import { LogMeasure, measureLog } from './measureLog';
import { measureOperations } from './measureOperations';
import { measureQueue } from './measureQueue';

/** The scope that Backstage's own metrics service would give the plugin. */
const SCOPE = 'backstage-plugin-environments';

/** What the plugin measures. Without an SDK of OpenTelemetry in the backend it is nothing. */
export class Metrics {
  /** To be told of every call to a cluster. */
  readonly called: OnClusterCall;
  readonly #meter: Meter;
  readonly #stops: (() => void)[] = [];

  static create(reachability: ClusterReachability): Metrics {
    return new Metrics(metrics.getMeter(SCOPE), reachability);
  }

  private constructor(meter: Meter, reachability: ClusterReachability) {
    const clusters = measureClusters(meter, reachability);
    this.#meter = meter;
    this.called = clusters.called;
    this.#stops.push(clusters.stop);
  }

  /** @returns what is to hear of tries that have to be made once more */
  follow(store: Store, logger: LoggerService): OnRetry {
    const ask = () => store.health.unfinished();
    this.#stops.push(measureQueue(this.#meter, ask, logger));
    return measureOperations(this.#meter, store);
  }

  /** @param count - requests for environments that are in line of this backend */
  followRequests(count: () => number): void {
    const gauge = createGauge(this.#meter, 'sandlot.requests.waiting');
    const observe: ObservableCallback = result => result.observe(count());
    gauge.addCallback(observe);
    this.#stops.push(() => gauge.removeCallback(observe));
  }

  /** @param ask - how far the audit log is sealed and witnessed */
  followLog(ask: () => Promise<LogMeasure>, logger: LoggerService): void {
    this.#stops.push(measureLog(this.#meter, ask, logger));
  }

  stop(): void {
    this.#stops.forEach(stop => stop());
  }
}
