import { AuditCriteria } from '@sandlot/plugin-environments-common';
import { useMemo } from 'react';
import { useLinks } from '../../hooks/useLinks';
import { useQueryState } from '../../hooks/useQueryState';
import { FILTER_NAMES, FilterValues, OUTCOMES, STAGES } from './filterNames';

const NAMES = [...FILTER_NAMES, 'text', 'record'] as const;

const NO_FILTER = Object.fromEntries(
  NAMES.filter(name => name !== 'record').map(name => [name, undefined]),
);

/** What the log is filtered by and which record is open, from the address. */
export function useAuditFilter() {
  const { values, set } = useQueryState(NAMES);
  const links = useLinks();
  const { record, stage, outcome, ...rest } = values;

  const query: AuditCriteria = useMemo(
    () => ({
      ...rest,
      stage: STAGES.find(known => known === stage),
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
    /** Shows what a whole other filter finds. */
    replace: (filter: FilterValues) =>
      set({ ...NO_FILTER, ...filter, record: undefined }),
    /** Where the same list is, narrowed further. */
    linkTo: (changes: FilterValues) =>
      links.audit?.({ ...values, ...changes }) ?? '',
  };
}

/** @see useAuditFilter */
export type AuditFilterState = ReturnType<typeof useAuditFilter>;
