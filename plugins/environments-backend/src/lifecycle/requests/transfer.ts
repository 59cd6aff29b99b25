import { ConflictError, InputError } from '@backstage/errors';
import { revokeAccess } from '../../access/revokeAccess';
import { revokeShares } from '../../access/revokeShares';
import { isUniqueViolation } from '../../database/isUniqueViolation';
import { acceptChange } from '../../upgrades/acceptChange';
import { planUpgrade } from '../../upgrades/planUpgrade';
import { ProblemsError } from '../../service/ProblemsError';
import { RequestHandler } from './RequestHandler';

/**
 * Gives the environment to another owner: it is rendered for them, of the revision
 * that it has. What it was before was for the old owner, so there is no way back.
 */
export const transfer: RequestHandler = async (
  tx,
  caller,
  environment,
  { owner, reason },
  { operationId, limits },
) => {
  const { id, name, ownerRef, revision, templateRef } = environment;
  if (owner === undefined || !/^(user|group):/.test(owner)) {
    throw new InputError(
      'request/body/owner: expected a user or a group, such as group:default/team-harbor',
    );
  }
  const newOwner = owner.toLocaleLowerCase('en-US');
  if (newOwner === ownerRef) {
    throw new ConflictError(
      `request/body/owner: environment ${name} is ${newOwner}'s already`,
    );
  }
  const taken = () =>
    new ConflictError(
      `request/body/owner: ${newOwner} has an environment ${name} already`,
    );
  if (await tx.environments.findLiveByName(newOwner, name)) throw taken();
  const target = (await tx.upgradeTargets.get(templateRef, revision))!;
  const { title, template } = target;
  await limits.requireRoomOfOwner(tx, {
    owner: newOwner,
    template: { ref: templateRef, title, spec: template.spec },
  });
  const { problems, render } = planUpgrade(
    { ...environment, ownerRef: newOwner },
    target,
    {},
  );
  if (!render) throw new ProblemsError(problems);
  const given = await tx.environments
    .decide(id, {
      ownerRef: newOwner,
      members: environment.members.filter(({ ref }) => ref !== newOwner),
    })
    .catch(error => {
      // Somebody has made one in this very moment.
      throw isUniqueViolation(error, 'environments_live_name')
        ? taken()
        : error;
    });
  const because = { reason: `The environment was given to ${newOwner}` };
  await revokeAccess(tx, caller, given, because);
  await revokeShares(tx, caller, given, because);
  return acceptChange(tx, caller, given, {
    kind: 'transfer',
    id: operationId,
    render: { ...render, title, isDraft: environment.draft },
    reason,
    parameters: { from: ownerRef, to: newOwner },
  });
};
