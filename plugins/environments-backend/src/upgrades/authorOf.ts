import { RolloutRow } from '../database/RolloutsTable';
import { Author } from '../lifecycle/acceptOperation';

/** An upgrade of a rollout is done in the name of whoever created it. */
export function authorOf({
  actor,
  correlationId,
  granted,
  id,
}: RolloutRow): Author {
  return {
    actor,
    correlationId,
    authorization: granted && {
      ...granted,
      basis: `${granted.basis}; part of rollout ${id}`,
    },
  };
}
