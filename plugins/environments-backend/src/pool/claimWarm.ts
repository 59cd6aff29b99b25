import { Transaction } from '../database/Store';
import { EnvironmentRow, OperationRow } from '../database/rows';
import { LeaseEnds } from '../domain/lease';
import { Caller } from '../service/Caller';
import { acceptChange } from '../upgrades/acceptChange';
import { planUpgrade } from '../upgrades/planUpgrade';
import { PoolChoices, poolKey } from './poolKey';

/**
 * Gives an environment that was made ahead to whoever asks for just that. It can
 * be used at once; a worker then writes the owner on its objects and proves it anew.
 *
 * @returns undefined if none is ready
 */
export async function claimWarm(
  tx: Transaction,
  caller: Caller,
  wanted: {
    name: string;
    owner: string;
    templateRef: string;
    choices: PoolChoices;
    lease: LeaseEnds;
    operationId: string;
  },
): Promise<
  { environment: EnvironmentRow; operation: OperationRow } | undefined
> {
  const { name, owner, templateRef, choices, lease } = wanted;
  const warm = await tx.warmPool.take(poolKey(choices));
  if (!warm) return undefined;
  const target = (await tx.upgradeTargets.get(templateRef, choices.revision))!;
  const { render } = planUpgrade({ ...warm, name, ownerRef: owner }, target, {
    parameters: choices.parameters,
    addOns: choices.addOns,
  });
  // With the name and the owner it makes something else that is not allowed: made
  // from scratch, that is said.
  if (!render) return undefined;
  const own = await tx.warmPool.giveOut(warm.id, {
    name,
    ownerRef: owner,
    createdBy: caller.actor.ref,
    ...lease,
  });
  return acceptChange(tx, caller, own, {
    kind: 'claim',
    id: wanted.operationId,
    render: { ...render, title: target.title, isDraft: target.isDraft },
    parameters: { parameters: render.parameters, addOns: render.addOns },
    reason: `Taken from the warm pool, where it was ${warm.name}`,
  });
}
