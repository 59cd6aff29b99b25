import { AuditRecord } from '@sandlot/plugin-environments-common';
import { AuditEvent } from './AuditEvent';

/** The end of an attempt of which nobody lived, or was let, to tell it. */
export function unresolved(attempt: AuditRecord): AuditEvent {
  const { eventId, sequence, index, seal, erased, ...rest } = attempt;
  const { unreadable, changed, time, outcome, ...event } = rest;
  return {
    ...(event as AuditEvent),
    stage: 'unknown',
    reason:
      'Whoever did this stopped, or was stopped, before its end was recorded',
  };
}
