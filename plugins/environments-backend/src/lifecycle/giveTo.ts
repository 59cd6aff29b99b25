import { ConflictError } from '@backstage/errors';
import { revokeAccess } from '../access/revokeAccess';
import { revokeShares } from '../access/revokeShares';
import { EnvironmentRender } from '../database/EnvironmentRendersTable';
import { isUniqueViolation } from '../database/isUniqueViolation';
import { Transaction } from '../database/Store';
import { EnvironmentRow, OperationRow } from '../database/rows';
import { Limits } from '../limits/Limits';
import { ProblemsError } from '../service/ProblemsError';
import { acceptChange } from '../upgrades/acceptChange';
import { planUpgrade } from '../upgrades/planUpgrade';
import { Author } from './acceptOperation';

/** What an environment is made of for another owner, of the revision that it has. */
export type RenderForOwner = EnvironmentRender & {
  title: string;
  isDraft: boolean;
};

/**
 * Renders an environment for another owner.
 *
 * @param environment - locked, in a state that permits it
 * @throws ConflictError, InputError when that one has no room for it, or one of its name
 */
export async function renderForOwner(
  tx: Transaction,
  environment: EnvironmentRow,
  owner: string,
  limits: Limits,
): Promise<RenderForOwner> {
  const { name, revision, templateRef, draft } = environment;
  if (await tx.environments.findLiveByName(owner, name)) {
    throw taken(owner, name);
  }
  const target = (await tx.upgradeTargets.get(templateRef, revision))!;
  const { title, template } = target;
  await limits.requireRoomOfOwner(tx, {
    owner,
    template: { ref: templateRef, title, spec: template.spec },
  });
  const { problems, render } = planUpgrade(
    { ...environment, ownerRef: owner },
    target,
    {},
  );
  if (!render) throw new ProblemsError(problems);
  return { ...render, title, isDraft: draft };
}

/**
 * Gives the environment to another owner, as it was rendered for them. What it was
 * before was for the old owner, so there is no way back.
 */
export async function giveTo(
  tx: Transaction,
  author: Author,
  environment: EnvironmentRow,
  to: {
    owner: string;
    render: RenderForOwner;
    operationId: string;
    reason?: string;
  },
): Promise<{ environment: EnvironmentRow; operation: OperationRow }> {
  const { id, name, ownerRef, members } = environment;
  const { owner, render, operationId, reason } = to;
  const given = await tx.environments
    .decide(id, {
      ownerRef: owner,
      ownerMissing: null,
      members: members.filter(({ ref }) => ref !== owner),
    })
    .catch(error => {
      // Somebody has made one in this very moment.
      throw isUniqueViolation(error, 'environments_live_name')
        ? taken(owner, name)
        : error;
    });
  const because = { reason: `The environment was given to ${owner}` };
  await revokeAccess(tx, author, given, because);
  await revokeShares(tx, author, given, because);
  return acceptChange(tx, author, given, {
    kind: 'transfer',
    id: operationId,
    render,
    owner: { from: ownerRef, to: owner },
    reason,
    parameters: { from: ownerRef, to: owner },
  });
}

function taken(owner: string, name: string): ConflictError {
  return new ConflictError(
    `request/body/owner: ${owner} has an environment ${name} already`,
  );
}
