import { DriftDecision } from '@sandlot/plugin-environments-common';
import { AuditAction } from '../audit/AuditEvent';

/** What the log calls each decision. */
export const driftActions: Record<DriftDecision['decision'], AuditAction> = {
  accept: 'environment.acceptDrift',
  revert: 'environment.revert',
  except: 'environment.exceptDrift',
};
