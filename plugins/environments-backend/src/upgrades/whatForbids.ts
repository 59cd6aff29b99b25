import { EnvironmentRow } from '../database/rows';
import { activeHold, describeHold } from '../domain/hold';

/** In words; a hold is for rollouts, but whoever upgrades by hand is to know of it. */
export function whatForbids(
  { name, hold: held }: EnvironmentRow,
  haltReason: string | undefined,
): string[] {
  const hold = activeHold(held, new Date());
  return [
    ...(hold
      ? [
          `Environment ${name} is ${withoutStop(
            describeHold(hold),
          )}. Release it first, if it is to be upgraded all the same`,
        ]
      : []),
    ...(haltReason === undefined
      ? []
      : [
          `The revision is halted: ${withoutStop(
            haltReason,
          )}. Wait until it is resumed`,
        ]),
  ];
}

/** People end a reason with a full stop or without one. */
function withoutStop(reason: string): string {
  return reason.replace(/\.$/, '');
}
