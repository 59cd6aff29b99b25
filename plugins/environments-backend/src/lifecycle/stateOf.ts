import { EnvironmentRow, OperationRow } from '../database/rows';
import { LeaseState } from '../domain/leaseStep';
import { LifecycleState, OperationProgress } from '../domain/lifecycle';

/** What of an environment decides about its operations. */
export function stateOf(environment: EnvironmentRow): LifecycleState {
  return {
    phase: environment.phase,
    hasNamespace: environment.namespaceUid !== undefined,
    isHeldLegally: environment.legalHold !== undefined,
    hasExpired: environment.deleteAt !== undefined,
    isAsleep: environment.hibernation !== undefined,
  };
}

/** What of an operation decides whether it can be cancelled. */
export function progressOf(operation: OperationRow): OperationProgress {
  const { kind, state, attempt, details } = operation;
  const { before, isExpiry } = details;
  return { kind, state, attempt, before, isExpiry };
}

/** What of an environment, and the operation that has it, decides what its lease brings. */
export function leaseOf(
  environment: EnvironmentRow,
  { kind, state, finishedAt }: OperationRow,
): LeaseState {
  const { phase, createdAt, expiresAt, latestEnd, deleteAt } = environment;
  return {
    phase,
    isHeldLegally: environment.legalHold !== undefined,
    createdAt,
    expiresAt,
    latestEnd,
    deleteAt,
    deletionFailedAt:
      kind === 'delete' && state === 'Failed' ? finishedAt : undefined,
  };
}
