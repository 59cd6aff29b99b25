import {
  Cluster,
  Environment,
  Operation,
} from '@sandlot/plugin-environments-common';
import {
  EnvironmentFacts,
  EnvironmentRow,
  OperationRow,
} from '../database/rows';
import { activeHold } from '../domain/hold';

export function toOperation(row: OperationRow): Operation {
  return {
    id: row.id,
    environmentId: row.environmentId,
    kind: row.kind,
    revision: row.revision,
    rolloutId: row.rolloutId,
    state: row.state,
    requestedBy: row.actor.ref,
    requestedAt: row.requestedAt.toISOString(),
    startedAt: row.startedAt?.toISOString(),
    finishedAt: row.finishedAt?.toISOString(),
    stages: row.stages,
    failure: row.failure,
  };
}

/** `allowed` says what the state permits; what the caller may is narrowed later. */
export function toEnvironment(
  row: EnvironmentRow,
  operation: OperationRow,
  cluster: Cluster,
  facts: EnvironmentFacts,
): Environment {
  const isSettled = row.phase === 'Ready' || row.phase === 'Failed';
  return {
    id: row.id,
    name: row.name,
    owner: row.ownerRef,
    createdBy: row.createdBy,
    template: {
      ref: row.templateRef,
      title: row.templateTitle,
      revision: row.revision,
      state: facts.templateState,
      halted: facts.halted,
      behind: facts.behind,
      latest: facts.latest,
    },
    cluster,
    namespace: row.namespace,
    namespaceUid: row.namespaceUid,
    phase: row.phase,
    conditions: row.conditions,
    parameters: row.parameters,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    readyAt: row.readyAt?.toISOString(),
    deletedAt: row.deletedAt?.toISOString(),
    operation: toOperation(operation),
    addOns: row.addOns,
    draft: row.draft,
    drifted: facts.drifted,
    hold: activeHold(row.hold, new Date()),
    allowed: {
      delete: row.phase !== 'Deleted' && row.phase !== 'Deleting',
      access: row.phase === 'Ready' || row.phase === 'Updating',
      upgrade: isSettled && Boolean(row.namespaceUid),
      // Whether there is something to go back to is seen when it is asked for.
      rollback: isSettled && Boolean(row.namespaceUid),
      hold: row.phase !== 'Deleted' && row.phase !== 'Deleting',
      decideDrift: row.phase === 'Ready' && facts.differs,
    },
  };
}
