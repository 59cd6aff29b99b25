import { ConflictError, InputError } from '@backstage/errors';
import { revokeAccess } from '../../access/revokeAccess';
import { concludeOperation } from '../concludeOperation';
import { RequestHandler } from './RequestHandler';

const MOST = 50;

/** Lets a person or a group use the environment, beside its owner. */
export const addMember: RequestHandler = async (
  tx,
  caller,
  environment,
  { member, reason },
  { now, operationId },
) => {
  const ref = requireMember(member);
  const { members, ownerRef, name } = environment;
  if (ref === ownerRef || members.some(known => known.ref === ref)) {
    throw new ConflictError(
      `request/body/member: ${ref} may use environment ${name} already`,
    );
  }
  if (members.length >= MOST) {
    throw new ConflictError(
      `request/body/member: environment ${name} has ${MOST} members, which is the most: add a group instead`,
    );
  }
  return concludeOperation(tx, caller, environment, {
    kind: 'addMember',
    id: operationId,
    decision: {
      members: [
        ...members,
        { ref, by: caller.actor.ref, since: now.toISOString() },
      ],
    },
    reason,
    details: { member: ref },
    parameters: { member: ref },
  });
};

/** Ends what `addMember` began, tokens that were given out among it. */
export const removeMember: RequestHandler = async (
  tx,
  caller,
  environment,
  { member, reason },
  { operationId },
) => {
  const ref = requireMember(member);
  const { members, name } = environment;
  if (!members.some(known => known.ref === ref)) {
    throw new ConflictError(
      `request/body/member: ${ref} is no member of environment ${name}`,
    );
  }
  const concluded = await concludeOperation(tx, caller, environment, {
    kind: 'removeMember',
    id: operationId,
    decision: { members: members.filter(known => known.ref !== ref) },
    reason,
    details: { member: ref },
    parameters: { member: ref },
  });
  await revokeAccess(tx, caller, concluded.environment, {
    reason: `${ref} is no longer a member`,
  });
  return concluded;
};

function requireMember(member: string | undefined): string {
  if (member === undefined || !/^(user|group):/.test(member)) {
    throw new InputError(
      'request/body/member: expected a user or a group, such as group:default/team-harbor',
    );
  }
  return member.toLocaleLowerCase('en-US');
}
