import { Condition } from '@sandlot/plugin-environments-common';

/** The conditions of an environment, in the order in which they come true. */
export type ConditionType =
  | 'NamespaceCreated'
  | 'PoliciesApplied'
  | 'WorkloadsApplied'
  | 'AccessVerified'
  | 'ConformanceProven'
  | 'ChecksPassed'
  | 'Ready'
  | 'Drifted'
  | 'NamespaceDeleted';

/**
 * The conditions with one of them set. The transition time moves only when the
 * status does, as with Kubernetes' own conditions.
 */
export function withCondition(
  conditions: Condition[],
  change: Omit<Condition, 'type' | 'lastTransitionTime'> & {
    type: ConditionType;
  },
  now: Date,
): Condition[] {
  const before = conditions.find(({ type }) => type === change.type);
  const lastTransitionTime =
    before?.status === change.status
      ? before.lastTransitionTime
      : now.toISOString();
  const next: Condition = { ...change, lastTransitionTime };
  return before
    ? conditions.map(condition => (condition === before ? next : condition))
    : [...conditions, next];
}
