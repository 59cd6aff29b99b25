import { EnvironmentRow } from '../database/rows';

/** What a member of a rollout waits for before it can be upgraded, for people. */
export function waitsFor({
  phase,
  deleteAt,
}: Pick<EnvironmentRow, 'phase' | 'deleteAt'>): string {
  return deleteAt
    ? 'Waits until it is restored, its lease has ended'
    : `Waits until it is Ready, it is ${phase}`;
}
