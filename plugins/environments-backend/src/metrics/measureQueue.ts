import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { BatchObservableCallback, Meter } from '@opentelemetry/api';
import { UnfinishedOperations } from '../database/DatabaseHealth';
import { within } from '../health/within';
import { spec } from '../schema/openapi.generated';
import { createGauge } from './instruments';

/** A collection doesn't wait longer for the database, in milliseconds. */
const PATIENCE = 2000;

const kinds = spec.components.schemas.Operation.properties.kind.enum;

/**
 * Reads the queue from the database whenever metrics are collected, by one query
 * for all gauges. Without an answer there is no queue to show: the gauges are
 * absent, and that of the database says why.
 *
 * @param ask - for what has not ended, of all backends
 * @returns what ends it
 */
export function measureQueue(
  meter: Meter,
  ask: () => Promise<UnfinishedOperations[]>,
  logger: LoggerService,
): () => void {
  const reachable = createGauge(meter, 'sandlot.database.reachable');
  const queued = createGauge(meter, 'sandlot.operations.queued');
  const running = createGauge(meter, 'sandlot.operations.running');
  const waiting = createGauge(meter, 'sandlot.operations.waiting_to_retry');
  const longestWait = createGauge(meter, 'sandlot.operations.longest_wait');
  const oldestAge = createGauge(meter, 'sandlot.operations.oldest_age');
  const gauges = [reachable, queued, running, waiting, longestWait, oldestAge];

  // A query that hangs is waited for again, not asked once more beside it.
  let asking: Promise<UnfinishedOperations[]> | undefined;
  const askOnce = () => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };

  const observe: BatchObservableCallback = async result => {
    try {
      const unfinished = await within(PATIENCE, askOnce());
      result.observe(reachable, 1);
      for (const kind of kinds) {
        const of = unfinished.find(row => row.kind === kind);
        const attributes = { 'sandlot.operation.kind': kind };
        // Nought is said too: a gauge that goes missing keeps its last value.
        result.observe(queued, of?.queued ?? 0, attributes);
        result.observe(running, of?.running ?? 0, attributes);
        result.observe(waiting, of?.waitingToRetry ?? 0, attributes);
        result.observe(longestWait, of?.longestWaitSeconds ?? 0, attributes);
        result.observe(oldestAge, of?.oldestAgeSeconds ?? 0, attributes);
      }
    } catch (error) {
      result.observe(reachable, 0);
      logger.debug(`The queue could not be measured: ${stringifyError(error)}`);
    }
  };
  meter.addBatchObservableCallback(observe, gauges);
  return () => meter.removeBatchObservableCallback(observe, gauges);
}
