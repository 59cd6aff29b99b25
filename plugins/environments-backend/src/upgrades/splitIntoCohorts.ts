import { createHash } from 'node:crypto';
import { RolloutRequest } from '@sandlot/plugin-environments-common';

export interface Turn {
  environmentId: string;
  /** Index of its cohort. */
  cohort: number;
  position: number;
}

/**
 * Who comes when. The order is drawn from the ids, so that it is the same
 * whoever works it out, and no team is always first. A share is rounded up: the
 * first cohort is never empty.
 */
export function splitIntoCohorts(
  environmentIds: string[],
  cohorts: RolloutRequest['cohorts'],
): Turn[] {
  const lot = (id: string) => createHash('sha256').update(id).digest('hex');
  const ends = cohorts.map(({ percent }) =>
    Math.ceil((environmentIds.length * percent) / 100),
  );
  return environmentIds
    .map(id => ({ id, lot: lot(id) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .map(({ id }, position) => ({
      environmentId: id,
      cohort: ends.findIndex(end => position < end),
      position,
    }));
}
