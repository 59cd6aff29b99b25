import { metrics } from '@opentelemetry/api';
import {
  MeterProvider,
  MetricData,
  MetricReader,
} from '@opentelemetry/sdk-metrics';

/** Collects only when a test asks. */
class AskedReader extends MetricReader {
  protected async onForceFlush() {}
  protected async onShutdown() {}
}

export interface TestMetrics {
  /** Our metrics as they are now, by name; pg-boss has some too. Throws if a callback failed. */
  collect(): Promise<Map<string, MetricData>>;
  stop(): Promise<void>;
}

/** An SDK of OpenTelemetry, for what is started after it. */
export function startTestMetrics(): TestMetrics {
  const reader = new AskedReader();
  const provider = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(provider);
  return {
    async collect() {
      const { resourceMetrics, errors } = await reader.collect();
      if (errors.length > 0) throw errors[0];
      return new Map(
        resourceMetrics.scopeMetrics
          .flatMap(scope => scope.metrics)
          .filter(({ descriptor }) => descriptor.name.startsWith('sandlot.'))
          .map(metric => [metric.descriptor.name, metric]),
      );
    },
    async stop() {
      metrics.disable();
      await provider.shutdown();
    },
  };
}

/** What was measured, with its attributes; of histograms how many and their sum. */
export function pointsOf(metric: MetricData | undefined) {
  return (metric?.dataPoints ?? []).map(({ attributes, value }) => ({
    attributes,
    value:
      typeof value === 'object'
        ? { count: value.count, sum: value.sum }
        : value,
  }));
}
