import {
  AuditOutcome,
  AuditSummary,
} from '@sandlot/plugin-environments-common';
import { OUTCOMES } from '../filter/filterNames';

export type Bucket = AuditSummary['histogram'][number];

/** A part of a bar, in pixels from the top left. */
interface Block {
  outcome: AuditOutcome;
  y: number;
  height: number;
}

/** What is few beside much is still seen. */
const LEAST_HEIGHT = 2;

export function totalOf(bucket: Bucket): number {
  return OUTCOMES.reduce((sum, outcome) => sum + bucket[outcome], 0);
}

/**
 * One bar a bucket, its parts from the bottom up in the order of outcomes. The
 * highest bar fills the height.
 *
 * @param height - in pixels
 */
export function stackBars(buckets: Bucket[], height: number): Block[][] {
  const most = Math.max(1, ...buckets.map(totalOf));
  return buckets.map(bucket => {
    let y = height;
    return OUTCOMES.filter(outcome => bucket[outcome] > 0).map(outcome => {
      const part = Math.max(LEAST_HEIGHT, (bucket[outcome] / most) * height);
      y = Math.max(0, y - part);
      return { outcome, y, height: part };
    });
  });
}

/** The range of the buckets from one to another, whichever comes first. */
export function rangeOf(
  buckets: Bucket[],
  one: number,
  other: number,
): { from: string; to: string } {
  return {
    from: buckets[Math.min(one, other)].from,
    to: buckets[Math.max(one, other)].to,
  };
}
