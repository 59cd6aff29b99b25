import {
  AuditAction,
  AuditOutcome,
  AuditRecord,
  AuditStage,
} from '@sandlot/plugin-environments-common';

export type { AuditAction };

/** What a record gets by being in the log; none of it is hashed. */
type PlaceInLog =
  | 'sequence'
  | 'index'
  | 'seal'
  | 'environmentName'
  | 'erased'
  | 'unreadable'
  | 'changed';

/** A record before it has an id, a time and a place in the log. */
export interface AuditEvent
  extends Omit<
    AuditRecord,
    'eventId' | 'time' | 'outcome' | 'action' | PlaceInLog
  > {
  action: AuditAction;
  /** Given by who may have to write it again: with both it is written once. */
  eventId?: string;
  time?: string;
  /** JSON Pointers of what a template marks as secret: nothing will open it. */
  secrets?: string[];
}

/** A record as its canonical bytes have it: without its place in the log. */
export type AuditLeaf = Omit<AuditRecord, PlaceInLog>;

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
