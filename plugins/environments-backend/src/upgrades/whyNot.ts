import { RolloutMemberRow, RolloutRow } from '../database/RolloutsTable';
import { EnvironmentRow } from '../database/rows';
import { activeHold, describeHold } from '../domain/hold';

/** Why an environment is left alone, as its row has it under the lock. */
export function whyNot(
  environment: EnvironmentRow,
  { revision }: Pick<RolloutRow, 'revision'>,
  member: Pick<RolloutMemberRow, 'revision'>,
): Pick<RolloutMemberRow, 'state' | 'message'> | undefined {
  const { phase, draft, namespaceUid } = environment;
  const hold = activeHold(environment.hold, new Date());
  if (phase === 'Deleting' || phase === 'Deleted') {
    return { state: 'Skipped', message: `It is ${phase}` };
  }
  if (phase === 'Failed' && !namespaceUid) {
    return { state: 'Skipped', message: 'It has no namespace' };
  }
  if (hold) {
    return { state: 'Held', message: `It is ${describeHold(hold)}` };
  }
  if (draft) {
    return { state: 'Skipped', message: 'It is a trial of a draft now' };
  }
  if (environment.revision === revision) {
    return phase === 'Ready'
      ? { state: 'Skipped', message: 'It is of this revision already' }
      : undefined;
  }
  if (environment.revision !== member.revision) {
    return {
      state: 'Skipped',
      message:
        'Somebody has upgraded it or rolled it back since the rollout was created',
    };
  }
  return undefined;
}
