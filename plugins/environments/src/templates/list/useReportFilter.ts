import {
  TemplateReport,
  entityName,
} from '@sandlot/plugin-environments-common';
import { useQueryState } from '../../hooks/useQueryState';
import { statesOf } from './byAttention';

const NAMES = ['text', 'state'] as const;

/** What the templates are filtered by; it stands in the address. */
export function useReportFilter() {
  const { values, set } = useQueryState(NAMES);
  const { text, state } = values;
  return {
    text,
    state,
    set,
    isFiltered: Boolean(text || state),
    clear: () => set({ text: undefined, state: undefined }),
    matches(report: TemplateReport): boolean {
      const { title, namespace, name, owner } = report;
      const haystack = [title, `${namespace}/${name}`, entityName(owner)];
      const needle = (text ?? '').trim().toLocaleLowerCase();
      return (
        haystack.some(part => part.toLocaleLowerCase().includes(needle)) &&
        (!state || statesOf(report).some(known => known === state))
      );
    },
  };
}

/** @see useReportFilter */
export type ReportFilter = ReturnType<typeof useReportFilter>;
