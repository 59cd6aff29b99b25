import { JsonObject } from '@backstage/types';
import { EnvironmentRender } from '../database/EnvironmentRendersTable';
import { Transaction } from '../database/Store';
import {
  EnvironmentRow,
  OperationDetails,
  OperationRow,
} from '../database/rows';
import { ObjectIdentity, isSameObject } from '../domain/objectIdentity';
import { planStages } from '../domain/stages';
import { withDrift } from '../drift/withDrift';
import { Author, acceptOperation } from '../lifecycle/acceptOperation';
import { objectsToPrune } from './objectsToPrune';

export interface EnvironmentChange {
  kind: 'upgrade' | 'rollback' | 'revert' | 'transfer' | 'claim';
  /** What it is to be made of; absent: what it is made of already. */
  render?: EnvironmentRender & { title: string; isDraft: boolean };
  /** Only these of its objects are applied. */
  only?: ObjectIdentity[];
  /** Who had the environment, and has it from now on. */
  owner?: OperationDetails['owner'];
  rolloutId?: string;
  /** Of the operation, where it is known before. */
  id?: string;
  reason?: string;
  /** For the record. */
  parameters: JsonObject;
}

const inProgress: Record<EnvironmentChange['kind'], string> = {
  upgrade: 'It is being upgraded',
  rollback: 'It is being made what it was before',
  claim: 'It was made ahead, and is being made its owner’s',
  transfer: 'It is being given to another owner',
  revert: 'What was changed past the portal is being made again',
};

/**
 * Everything that is written when a change is accepted: what the environment was
 * and will be made of, the operation, the records and the job.
 *
 * @param environment - locked in this transaction, and settled
 */
export async function acceptChange(
  tx: Transaction,
  author: Author,
  environment: EnvironmentRow,
  change: EnvironmentChange,
): Promise<{ environment: EnvironmentRow; operation: OperationRow }> {
  const { id } = environment;
  const { kind, render, only, rolloutId } = change;
  const manifests = render?.manifests ?? environment.manifests;
  const checks = render?.checks ?? environment.checks;
  const prune = render ? await objectsToPrune(tx, environment, render) : [];
  const applied = only
    ? manifests.filter(manifest => only.some(isSameObject(manifest)))
    : manifests;

  if (render) {
    const { title, isDraft, ...made } = render;
    await tx.environments.remake(id, {
      ...made,
      templateTitle: title,
      draft: isDraft,
    });
  }
  const drifts = await tx.drifts.of(id);
  const settled = render
    ? drifts
    : drifts.filter(drift => only?.some(isSameObject(drift)));
  await tx.drifts.remove(id, settled);
  const conditions = withDrift(
    environment.conditions,
    drifts.filter(drift => !settled.includes(drift)),
    new Date(),
  );
  const accepted = await acceptOperation(
    tx,
    author,
    { ...environment, conditions },
    {
      kind,
      id: change.id,
      stages: planStages(kind, applied, checks, prune),
      message: inProgress[kind],
      revision: render?.revision,
      details: {
        ...(render && { from: environment.revision, addOns: render.addOns }),
        ...(prune.length > 0 && { prune }),
        ...(only && { only }),
        ...(change.owner && { owner: change.owner }),
      },
      rolloutId,
      reason: change.reason,
      parameters: change.parameters,
    },
  );
  // What was made for another owner is nothing to go back to.
  if (kind === 'transfer' || kind === 'claim')
    await tx.environmentRenders.removeAllOf(id);
  else if (render) {
    await tx.environmentRenders.add(environment, accepted.operation.id);
  }
  return accepted;
}
