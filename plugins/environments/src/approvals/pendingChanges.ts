import {
  Approval,
  AskedChange,
  Environment,
} from '@sandlot/plugin-environments-common';

/** A change of an environment that lives, which waits for agreement. */
export interface PendingChange {
  change: AskedChange;
  /** Of all that must agree, those that have among them. */
  approvals: Approval[];
}

/** What waits, in the order in which it was asked for. */
export function pendingChanges({
  approvals = [],
}: Pick<Environment, 'approvals'>): PendingChange[] {
  const waiting = approvals.filter(({ state }) => state === 'pending');
  const changes = new Map(
    waiting.flatMap(({ change }) =>
      change ? [[change.operation, change] as const] : [],
    ),
  );
  return [...changes.values()].map(change => ({
    change,
    approvals: approvals.filter(
      one => one.change?.operation === change.operation,
    ),
  }));
}
