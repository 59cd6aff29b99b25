import { Hold } from '@sandlot/plugin-environments-common';

/** A hold that has run out is none. */
export function activeHold(
  hold: Hold | undefined,
  now: Date,
): Hold | undefined {
  return hold?.until && Date.parse(hold.until) <= now.getTime()
    ? undefined
    : hold;
}

/** In a sentence: who holds it, until when and why. */
export function describeHold({ by, until, reason }: Hold): string {
  return `held by ${by}${until ? ` until ${until}` : ''}: ${reason}`;
}
