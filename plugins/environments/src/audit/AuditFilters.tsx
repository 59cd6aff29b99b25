import { Button } from '@backstage/ui';
import { Choice } from '../components/Choice';
import { FilterRow } from '../components/FilterRow';
import { useClusters, useTemplates } from '../hooks/useCatalogue';
import { useOwners } from '../hooks/useOwners';
import { useTranslation } from '../hooks/useTranslation';
import { DraftField } from './DraftField';
import { TimeField } from './TimeField';
import { AuditFilterState, OUTCOMES } from './useAuditFilter';

export function AuditFilters(props: { filter: AuditFilterState }) {
  const { values, set, isFiltered, clear } = props.filter;
  const t = useTranslation();
  const people = useOwners(['User']);
  const templates = useTemplates();
  const clusters = useClusters();
  const any = t('audit.filter.any');

  return (
    <FilterRow label={t('audit.filter.label')} isFiltered={isFiltered}>
      <Choice
        label={t('audit.filter.actor')}
        any={any}
        value={values.actor}
        options={people}
        onChange={actor => set({ actor })}
      />
      <Choice
        label={t('audit.filter.template')}
        any={any}
        value={values.template}
        options={(templates.data ?? []).map(({ ref, title }) => ({
          id: ref,
          label: title,
        }))}
        onChange={template => set({ template })}
      />
      <Choice
        label={t('audit.filter.cluster')}
        any={any}
        value={values.cluster}
        options={(clusters.data ?? []).map(({ name, title }) => ({
          id: name,
          label: title,
        }))}
        onChange={cluster => set({ cluster })}
      />
      <DraftField
        label={t('audit.filter.action')}
        placeholder="environment.create"
        value={values.action ?? ''}
        onCommit={action => set({ action })}
      />
      <Choice
        label={t('audit.filter.outcome')}
        any={any}
        value={values.outcome}
        options={OUTCOMES.map(id => ({ id, label: t(`audit.outcome.${id}`) }))}
        onChange={outcome => set({ outcome })}
      />
      <TimeField
        label={t('audit.filter.from')}
        value={values.from}
        onCommit={from => set({ from })}
      />
      <TimeField
        label={t('audit.filter.to')}
        value={values.to}
        onCommit={to => set({ to })}
      />
      {isFiltered && (
        <Button variant="tertiary" onPress={clear}>
          {t('audit.filter.clear')}
        </Button>
      )}
    </FilterRow>
  );
}
