import { AuditRecord } from '@sandlot/plugin-environments-common';

/** What makes somebody look twice at a record. */
export type Mark =
  | 'denied'
  | 'failed'
  | 'unknown'
  | 'override'
  | 'halt'
  | 'legalHold'
  | 'pastPortal'
  | 'unreadable'
  | 'changed';

const BY_ACTION: Record<string, Mark> = {
  'template.halt': 'halt',
  'environment.legalHold': 'legalHold',
  'environment.drift': 'pastPortal',
  'environment.acceptDrift': 'pastPortal',
  'environment.exceptDrift': 'pastPortal',
};
const BY_OUTCOME: Record<string, Mark> = {
  denied: 'denied',
  failure: 'failed',
  unknown: 'unknown',
};

/** @returns the gravest first; empty for what is as usual */
export function marksOf(record: AuditRecord): Mark[] {
  const { authorization, action, outcome, unreadable, changed } = record;
  const isOverride =
    authorization?.decision === 'ALLOW' &&
    authorization.permission.includes('override');
  return [
    unreadable && 'unreadable',
    changed && 'changed',
    BY_OUTCOME[outcome],
    isOverride && 'override',
    BY_ACTION[action],
  ].filter((mark): mark is Mark => Boolean(mark));
}
