import { InputError, NotAllowedError } from '@backstage/errors';
import { leaseOverridePermission } from '@sandlot/plugin-environments-common';
import { EnvironmentRow } from '../../database/rows';
import { inUtc } from '../../domain/inUtc';
import { Requester } from './RequestHandler';

/** Nobody plans a sandbox for longer; ops may ask again. */
const LONGEST_DAYS = 366;
/** Where an adopter finds who must agree. */
export const APPROVERS = 'environments.leases.approvers';

/**
 * The end that somebody asks for: the owner within what the template gave, ops beyond it, and
 * the owner beyond it once those have agreed whom the configuration names.
 *
 * @param approvers - whom it names; nobody can be asked if there are none
 * @returns as whom it is given, with the right of ops where it takes that, so that the log and
 * its reports tell of it; and who must have agreed
 * @throws InputError when it is no later end, NotAllowedError when only ops may give it
 */
export async function newEnd(
  requester: Requester,
  { expiresAt, latestEnd }: Pick<EnvironmentRow, 'expiresAt' | 'latestEnd'>,
  until: string | undefined,
  now: Date,
  approvers: string[] = [],
): Promise<{ expiresAt: Date; as: Requester; approvers: string[] }> {
  const end = requireLater(expiresAt, until, now);
  if (!latestEnd || end <= latestEnd) {
    return { expiresAt: end, as: requester, approvers: [] };
  }
  if (requester.agreement) {
    const authorization = {
      permission: leaseOverridePermission.name,
      decision: 'ALLOW' as const,
      basis: `those whom ${APPROVERS} names have agreed`,
    };
    return { expiresAt: end, as: { ...requester, authorization }, approvers };
  }
  const authorization = await requester.authorizeLeaseOverride?.();
  if (authorization?.decision === 'ALLOW') {
    return {
      expiresAt: end,
      as: { ...requester, authorization },
      approvers: [],
    };
  }
  if (approvers.length === 0) {
    throw new NotAllowedError(
      `request/body/until: its template gives it until ${inUtc(
        latestEnd,
      )}; ask ops for more`,
    );
  }
  return { expiresAt: end, as: requester, approvers };
}

function requireLater(
  expiresAt: Date | undefined,
  until: string | undefined,
  now: Date,
): Date {
  if (until === undefined) {
    throw new InputError(
      'request/body/until: say until when, as 2026-01-31T17:00:00Z',
    );
  }
  const end = new Date(until);
  if (end <= now || (expiresAt && end <= expiresAt)) {
    throw new InputError(
      `request/body/until: ${
        expiresAt ? `the lease ends at ${inUtc(expiresAt)}: ` : ''
      }expected a later time, in the future`,
    );
  }
  if (end.getTime() > now.getTime() + LONGEST_DAYS * 86_400_000) {
    throw new InputError(
      `request/body/until: expected a time within ${LONGEST_DAYS} days`,
    );
  }
  return end;
}
