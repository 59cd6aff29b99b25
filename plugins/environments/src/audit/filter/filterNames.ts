import { AuditOutcome, AuditStage } from '@sandlot/plugin-environments-common';

/** What the log can be narrowed by beside words, in the order of the menu. */
export const FILTER_NAMES = [
  'actor',
  'group',
  'environment',
  'namespace',
  'cluster',
  'template',
  'revision',
  'action',
  'outcome',
  'stage',
  'correlation',
  'from',
  'to',
] as const;

export type FilterName = (typeof FILTER_NAMES)[number];

/** What a filter is set to, or what is to change of it. */
export type FilterValues = Partial<Record<FilterName | 'text', string>>;

export const OUTCOMES: readonly AuditOutcome[] = [
  'success',
  'failure',
  'denied',
  'pending',
  'unknown',
];

/** In the order in which a request passes through them. */
export const STAGES: readonly AuditStage[] = [
  'requested',
  'authorized',
  'denied',
  'attempt',
  'succeeded',
  'failed',
  'unknown',
  'observed',
];
