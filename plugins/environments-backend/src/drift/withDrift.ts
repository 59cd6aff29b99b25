import { Condition } from '@sandlot/plugin-environments-common';
import { DriftRow } from '../database/DriftsTable';
import { withCondition } from '../domain/conditions';

const SHOWN = 5;

/** What is excepted until a date is not held against the environment until then. */
function isHeldAgainst({ exception }: DriftRow, now: Date): boolean {
  return !exception || Date.parse(exception.until) <= now.getTime();
}

/** The conditions with what is known of drift. Without any, ever, they stay as they are. */
export function withDrift(
  conditions: Condition[],
  drifts: DriftRow[],
  now: Date,
): Condition[] {
  const counted = drifts.filter(drift => isHeldAgainst(drift, now));
  const known = conditions.find(({ type }) => type === 'Drifted');
  if (counted.length === 0) {
    return known?.status === 'True'
      ? withCondition(
          conditions,
          {
            type: 'Drifted',
            status: 'False',
            reason: 'AsMade',
            message: 'Nothing counts as changed past the portal any more',
          },
          now,
        )
      : conditions;
  }
  const names = counted
    .slice(0, SHOWN)
    .map(({ kind, name }) => `${kind} ${name}`);
  const more = counted.length - names.length;
  return withCondition(
    conditions,
    {
      type: 'Drifted',
      status: 'True',
      reason: 'ChangedPastPortal',
      message: `Changed past the portal: ${names.join(', ')}${
        more > 0 ? ` and ${more} more` : ''
      }`,
    },
    now,
  );
}
