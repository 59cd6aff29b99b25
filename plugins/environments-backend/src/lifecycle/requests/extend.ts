import { InputError, NotAllowedError } from '@backstage/errors';
import { EnvironmentRow } from '../../database/rows';
import { Caller } from '../../service/Caller';
import { concludeOperation } from '../concludeOperation';
import { RequestHandler } from './RequestHandler';

/** Nobody plans a sandbox for longer; ops may ask again. */
const LONGEST_DAYS = 366;

/** Moves the end of the lease away: for the owner within what the template gave, for ops beyond it. */
export const extend: RequestHandler = async (
  tx,
  caller,
  environment,
  { until, reason },
  { now, operationId },
) => {
  if (!environment.expiresAt) {
    throw new InputError(
      `request/body/kind: the lease of environment ${environment.name} has no end: there is nothing to extend`,
    );
  }
  const { expiresAt, as } = await newEnd(caller, environment, until, now);
  return concludeOperation(tx, as, environment, {
    kind: 'extend',
    id: operationId,
    decision: { expiresAt },
    reason,
    parameters: {
      from: environment.expiresAt.toISOString(),
      until: expiresAt.toISOString(),
    },
  });
};

/**
 * @returns the end, and the caller as whom it is given: with the right of ops where it
 * takes that, so that the log and its reports tell of it
 * @throws InputError when it is no later end, NotAllowedError when only ops may
 * give it
 */
export async function newEnd(
  caller: Caller,
  { expiresAt, latestEnd }: Pick<EnvironmentRow, 'expiresAt' | 'latestEnd'>,
  until: string | undefined,
  now: Date,
): Promise<{ expiresAt: Date; as: Caller }> {
  if (until === undefined) {
    throw new InputError(
      'request/body/until: say until when, as 2026-01-31T17:00:00Z',
    );
  }
  const end = new Date(until);
  if (end <= now || (expiresAt && end <= expiresAt)) {
    throw new InputError(
      `request/body/until: the lease ends at ${expiresAt?.toISOString()}: expected a later time, in the future`,
    );
  }
  if (end.getTime() > now.getTime() + LONGEST_DAYS * 86_400_000) {
    throw new InputError(
      `request/body/until: expected a time within ${LONGEST_DAYS} days`,
    );
  }
  if (!latestEnd || end <= latestEnd) return { expiresAt: end, as: caller };
  const authorization = await caller.authorizeLeaseOverride?.();
  if (authorization?.decision !== 'ALLOW') {
    throw new NotAllowedError(
      `request/body/until: its template gives it until ${latestEnd.toISOString()}; ask ops for more`,
    );
  }
  return { expiresAt: end, as: { ...caller, authorization } };
}
