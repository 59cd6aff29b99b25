import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { BatchObservableCallback, Meter } from '@opentelemetry/api';
import { within } from '../health/within';
import { createGauge } from './instruments';

/** A collection doesn't wait longer for the database, in milliseconds. */
const PATIENCE = 2000;

/** How far sealing and witnesses are, of all backends, and whether the log is whole. */
export interface LogMeasure {
  /** Records that wait to be sealed. */
  unsealed: number;
  lagSeconds: number;
  witnesses: { name: string; behindSeconds: number }[];
  /** That the check of the whole log found. */
  faults: number;
}

/**
 * Reads from the database how the log stands whenever metrics are collected,
 * so that whoever lives sees that nobody seals.
 *
 * @returns what ends it
 */
export function measureLog(
  meter: Meter,
  ask: () => Promise<LogMeasure>,
  logger: LoggerService,
): () => void {
  const unsealed = createGauge(meter, 'sandlot.audit.unsealed');
  const lag = createGauge(meter, 'sandlot.audit.lag');
  const behind = createGauge(meter, 'sandlot.audit.witness.behind');
  const faults = createGauge(meter, 'sandlot.audit.faults');
  const gauges = [unsealed, lag, behind, faults];

  const observe: BatchObservableCallback = async result => {
    try {
      const measured = await within(PATIENCE, ask());
      result.observe(unsealed, measured.unsealed);
      result.observe(lag, measured.lagSeconds);
      result.observe(faults, measured.faults);
      for (const { name, behindSeconds } of measured.witnesses) {
        result.observe(behind, behindSeconds, { 'sandlot.witness.name': name });
      }
    } catch (error) {
      logger.debug(`The log could not be measured: ${stringifyError(error)}`);
    }
  };
  meter.addBatchObservableCallback(observe, gauges);
  return () => meter.removeBatchObservableCallback(observe, gauges);
}
