import { AuditFilter, AuditOutcome } from '@sandlot/plugin-environments-common';
import { useMemo } from 'react';
import { useQueryState } from '../hooks/useQueryState';

export const OUTCOMES: readonly AuditOutcome[] = [
  'success',
  'failure',
  'denied',
  'pending',
  'unknown',
];

const NAMES = [
  'actor',
  'template',
  'cluster',
  'action',
  'outcome',
  'from',
  'to',
  'environment',
  'namespace',
  'correlation',
  'record',
] as const;

/** Filters that come with an address alone; no field sets them. */
export const ADDRESS_FILTERS = [
  'environment',
  'namespace',
  'correlation',
] as const;

const NO_FILTER = Object.fromEntries(
  NAMES.filter(name => name !== 'record').map(name => [name, undefined]),
);

/** What the log is filtered by and which record is open, from the address. */
export function useAuditFilter() {
  const { values, set } = useQueryState(NAMES);
  const { record, outcome, ...rest } = values;

  const query: AuditFilter = useMemo(
    () => ({
      ...rest,
      outcome: OUTCOMES.find(known => known === outcome),
    }),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [values],
  );
  return {
    values,
    set,
    query,
    recordId: record,
    isFiltered: Object.values(query).some(value => value !== undefined),
    clear: () => set(NO_FILTER),
  };
}

/** @see useAuditFilter */
export type AuditFilterState = ReturnType<typeof useAuditFilter>;
