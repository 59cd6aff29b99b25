import {
  auditActions,
  AuditSummary,
} from '@sandlot/plugin-environments-common';
import { useClusters, useTemplates } from '../../hooks/useCatalogue';
import { useOwners } from '../../hooks/useOwners';
import { FilterName, OUTCOMES, STAGES } from './filterNames';
import { useFilterText } from './useFilterText';

/** A value to narrow the log to. */
interface FilterOption {
  value: string;
  label: string;
  /** How many records there are of it, as far as they were counted. */
  count: number | undefined;
}

/** Filters whose values are known; what else there is, one types. */
const LISTED_FILTERS = [
  'actor',
  'action',
  'outcome',
  'stage',
  'template',
  'cluster',
] as const;

export type ListedFilter = (typeof LISTED_FILTERS)[number];

export function isListed(name: FilterName): name is ListedFilter {
  return LISTED_FILTERS.some(listed => listed === name);
}

/** Those that were counted first, then whatever else there could be. */
export function useFilterOptions(
  facets: AuditSummary['facets'] | undefined,
): Record<ListedFilter, FilterOption[]> {
  const people = useOwners(['User']);
  const templates = useTemplates();
  const clusters = useClusters();
  const toText = useFilterText();

  function list(
    name: ListedFilter,
    known: readonly string[],
    titles: ReadonlyMap<string, string> = new Map(),
  ): FilterOption[] {
    const counted = facets?.[name] ?? [];
    const values = new Set([...counted.map(({ value }) => value), ...known]);
    return [...values].map(value => ({
      value,
      label: titles.get(value) ?? toText(name, value),
      count: counted.find(count => count.value === value)?.count,
    }));
  }
  return {
    actor: list(
      'actor',
      people.map(({ id }) => id),
    ),
    action: list('action', auditActions),
    outcome: list('outcome', OUTCOMES),
    stage: list('stage', STAGES),
    template: list(
      'template',
      (templates.data ?? []).map(({ ref }) => ref),
      new Map((templates.data ?? []).map(({ ref, title }) => [ref, title])),
    ),
    cluster: list(
      'cluster',
      (clusters.data ?? []).map(({ name }) => name),
      new Map((clusters.data ?? []).map(({ name, title }) => [name, title])),
    ),
  };
}
