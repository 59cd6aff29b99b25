import {
  AuditOutcome,
  AuditRecord,
  AuditStage,
} from '@sandlot/plugin-environments-common';

/** What can happen. Past tense is the stage's part: an action is done, refused, tried. */
export type AuditAction =
  | 'environment.create'
  | 'environment.delete'
  | 'environment.upgrade'
  | 'environment.rollback'
  | 'environment.revert'
  | 'environment.hold'
  | 'environment.release'
  | 'environment.drift'
  | 'environment.acceptDrift'
  | 'environment.exceptDrift'
  | 'environment.read'
  | 'environment.access'
  | 'template.publish'
  | 'template.refuse'
  | 'template.withdraw'
  | 'template.halt'
  | 'template.resume'
  | 'template.try'
  | 'template.dryRun'
  | 'template.read'
  | 'rollout.create'
  | 'rollout.pause'
  | 'rollout.resume'
  | 'rollout.cancel'
  | 'rollout.complete'
  | 'audit.read'
  | 'kubernetes.create'
  | 'kubernetes.apply'
  | 'kubernetes.delete';

/** A record before it has an id, a time and a place in the log. */
export interface AuditEvent
  extends Omit<
    AuditRecord,
    'eventId' | 'sequence' | 'time' | 'outcome' | 'action'
  > {
  action: AuditAction;
}

/** A record as its canonical bytes have it: all but its place in the log. */
export type AuditLeaf = Omit<AuditRecord, 'sequence'>;

/** What a stage says about how it ended. */
export const outcomeOfStage: Record<AuditStage, AuditOutcome> = {
  requested: 'pending',
  authorized: 'pending',
  denied: 'denied',
  attempt: 'pending',
  succeeded: 'success',
  failed: 'failure',
  unknown: 'unknown',
  observed: 'success',
};
