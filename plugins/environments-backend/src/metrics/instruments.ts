import {
  Counter,
  Histogram,
  Meter,
  MetricOptions,
  ObservableGauge,
} from '@opentelemetry/api';
import { MetricName, metricDefinitions } from './definitions';

/** Names of the metrics that have this instrument. */
type NamesOf<I> = {
  [N in MetricName]: (typeof metricDefinitions)[N]['instrument'] extends I
    ? N
    : never;
}[MetricName];

/** Only what the definition names can be given. */
type AttributesOf<N extends MetricName> = {
  [A in (typeof metricDefinitions)[N]['attributes'][number]]?: string;
};

export function createCounter<N extends NamesOf<'counter'>>(
  meter: Meter,
  name: N,
): Counter<AttributesOf<N>> {
  return meter.createCounter(name, optionsOf(name));
}

export function createHistogram<N extends NamesOf<'histogram'>>(
  meter: Meter,
  name: N,
): Histogram<AttributesOf<N>> {
  return meter.createHistogram(name, {
    ...optionsOf(name),
    advice: { explicitBucketBoundaries: [...metricDefinitions[name].buckets] },
  });
}

export function createGauge<N extends NamesOf<'gauge'>>(
  meter: Meter,
  name: N,
): ObservableGauge<AttributesOf<N>> {
  return meter.createObservableGauge(name, optionsOf(name));
}

function optionsOf(name: MetricName): MetricOptions {
  const { unit, description } = metricDefinitions[name];
  return { unit, description };
}
