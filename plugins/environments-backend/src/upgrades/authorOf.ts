import { RolloutRow } from '../database/RolloutsTable';
import { ChangeAuthor } from './acceptChange';

/** An upgrade of a rollout is done in the name of whoever created it. */
export function authorOf({
  actor,
  correlationId,
  granted,
  id,
}: RolloutRow): ChangeAuthor {
  return {
    actor,
    correlationId,
    authorization: granted && {
      ...granted,
      basis: `${granted.basis}; part of rollout ${id}`,
    },
  };
}
