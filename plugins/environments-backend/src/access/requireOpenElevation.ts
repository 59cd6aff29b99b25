import { ConflictError } from '@backstage/errors';
import { Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';

/** No API server makes a token for less. */
const SHORTEST_TOKEN_SECONDS = 600;

/**
 * The person's open elevation, locked, with the seconds that it still lasts.
 *
 * @throws ConflictError when there is none, or too little of it for a token
 */
export async function requireOpenElevation(
  tx: Transaction,
  { id, name }: EnvironmentRow,
  person: string,
  purpose: 'token' | 'binding',
): Promise<{ id: string; secondsLeft: number }> {
  const current = await tx.elevations.lockCurrent(id, person);
  const left = current?.endsAt
    ? Math.floor((current.endsAt.getTime() - (await tx.now()).getTime()) / 1000)
    : 0;
  if (!current?.endsAt || left <= 0) {
    throw new ConflictError(
      current && !current.endsAt
        ? `Nobody has agreed yet to your elevation in environment ${name}`
        : `You have no open elevation in environment ${name}: ask for one, and have somebody else agree`,
    );
  }
  if (purpose === 'token' && left < SHORTEST_TOKEN_SECONDS) {
    throw new ConflictError(
      `Your elevation in environment ${name} ends in ${left} s, and no token is shorter than ${SHORTEST_TOKEN_SECONDS} s: go on with the one you have, or close it and ask for another one`,
    );
  }
  return { id: current.id, secondsLeft: left };
}
