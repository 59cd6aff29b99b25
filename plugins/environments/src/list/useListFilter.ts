import { EnvironmentsFilter, Phase } from '@sandlot/plugin-environments-common';
import { useMemo } from 'react';
import { PHASES } from '../format/phase';
import { QueryState, useQueryState } from '../hooks/useQueryState';

const NAMES = ['phase', 'template', 'owner', 'concern'] as const;

export const OWNER_MISSING = 'ownerMissing';

/** What the list is filtered by; it stands in the address. */
export interface ListFilter extends QueryState<(typeof NAMES)[number]> {
  query: EnvironmentsFilter;
  isFiltered: boolean;
}

export function useListFilter(scope: 'mine' | 'all'): ListFilter {
  const state = useQueryState(NAMES);
  const { phase, template, owner, concern } = state.values;
  const query = useMemo(
    (): EnvironmentsFilter => ({
      scope,
      template,
      owner,
      concern: concern === OWNER_MISSING ? OWNER_MISSING : undefined,
      phase: isPhase(phase) ? [phase] : undefined,
    }),
    [scope, phase, template, owner, concern],
  );
  const isFiltered = Boolean(phase || template || owner || concern);
  return { ...state, query, isFiltered };
}

function isPhase(value: string | undefined): value is Phase {
  return PHASES.some(phase => phase === value);
}
