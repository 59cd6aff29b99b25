import { RolloutMemberRow, RolloutRow } from '../database/RolloutsTable';
import { EnvironmentRow } from '../database/rows';
import { activeHold, describeHold } from '../domain/hold';

/** Why an environment is left alone, as its row has it under the lock. */
export function whyNot(
  environment: EnvironmentRow,
  { revision }: RolloutRow,
): Pick<RolloutMemberRow, 'state' | 'message'> | undefined {
  const { phase } = environment;
  const hold = activeHold(environment.hold, new Date());
  if (phase === 'Deleting' || phase === 'Deleted') {
    return { state: 'Skipped', message: `It is ${phase}` };
  }
  if (hold) {
    return { state: 'Held', message: `It is ${describeHold(hold)}` };
  }
  if (phase === 'Ready' && environment.revision === revision) {
    return { state: 'Skipped', message: 'It is of this revision already' };
  }
  return undefined;
}
