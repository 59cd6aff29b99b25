import {
  AuditRecord,
  AuditReportException,
  leaseOverridePermission,
} from '@sandlot/plugin-environments-common';
import { AuditAction } from '../AuditEvent';

/** Records that a report tells of whatever came of them. */
export const NOTABLE: Partial<
  Record<AuditAction, AuditReportException['kind']>
> = {
  'template.halt': 'halt',
  'environment.legalHold': 'legalHold',
  'environment.endLegalHold': 'legalHold',
  'environment.drift': 'drift',
  'audit.compare': 'drift',
  'audit.check': 'drift',
  'audit.erase': 'override',
};

/**
 * Why an auditor wants to see a record; undefined if there is nothing to it.
 *
 * An override is what was allowed by a right that owners do not have: a longer
 * lease than the template gives, or an environment of others.
 */
export function classify(
  record: AuditRecord,
): AuditReportException['kind'] | undefined {
  const { action, authorization, stage } = record;
  // Its end is told of.
  if (stage === 'requested') return undefined;
  if (stage === 'denied') return 'denial';
  if (stage === 'unknown') return 'unknown';
  if (stage === 'failed') return 'failure';
  const notable = NOTABLE[action as AuditAction];
  if (notable) return notable;
  if (authorization?.permission === leaseOverridePermission.name) {
    return 'override';
  }
  return undefined;
}
