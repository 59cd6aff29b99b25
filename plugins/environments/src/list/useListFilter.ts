import { EnvironmentsFilter, Phase } from '@sandlot/plugin-environments-common';
import { useMemo } from 'react';
import { PHASES } from '../format/phase';
import { QueryState, useQueryState } from '../hooks/useQueryState';

const NAMES = ['phase', 'template', 'owner'] as const;

/** What the list is filtered by; it stands in the address. */
export interface ListFilter extends QueryState<(typeof NAMES)[number]> {
  query: EnvironmentsFilter;
  isFiltered: boolean;
}

export function useListFilter(scope: 'mine' | 'all'): ListFilter {
  const state = useQueryState(NAMES);
  const { phase, template, owner } = state.values;
  const query = useMemo(
    () => ({
      scope,
      template,
      owner,
      phase: isPhase(phase) ? [phase] : undefined,
    }),
    [scope, phase, template, owner],
  );
  return { ...state, query, isFiltered: Boolean(phase || template || owner) };
}

function isPhase(value: string | undefined): value is Phase {
  return PHASES.some(phase => phase === value);
}
