import { AuditRecord } from '@sandlot/plugin-environments-common';
import { AuditEvent } from './AuditEvent';

/** The end of an attempt whose worker did not live, or was not let, to tell it. */
export function unresolved(attempt: AuditRecord): AuditEvent {
  const { eventId, sequence, time, outcome, ...event } = attempt;
  return {
    ...(event as AuditEvent),
    stage: 'unknown',
    reason:
      'The worker that made this call stopped, or was stopped, before its answer was recorded',
  };
}
