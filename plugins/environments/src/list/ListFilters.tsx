import { Button } from '@backstage/ui';
import { Choice } from '../components/Choice';
import { FilterRow } from '../components/FilterRow';
import { PHASES } from '../format/phase';
import { useTemplates } from '../hooks/useCatalogue';
import { OwnerOption } from '../hooks/useOwners';
import { useTranslation } from '../hooks/useTranslation';
import { ListFilter, OWNER_MISSING } from './useListFilter';

export function ListFilters(props: {
  filter: ListFilter;
  owners?: OwnerOption[];
}) {
  const { filter, owners } = props;
  const t = useTranslation();
  const templates = useTemplates();

  return (
    <FilterRow label={t('list.filter.label')} isFiltered={filter.isFiltered}>
      <Choice
        label={t('list.filter.phase')}
        any={t('list.filter.anyPhase')}
        value={filter.values.phase}
        options={PHASES.map(id => ({ id, label: t(`common.phase.${id}`) }))}
        onChange={phase => filter.set({ phase })}
      />
      <Choice
        label={t('list.filter.template')}
        any={t('list.filter.any')}
        value={filter.values.template}
        options={(templates.data ?? []).map(({ ref, title }) => ({
          id: ref,
          label: title,
        }))}
        onChange={template => filter.set({ template })}
      />
      {owners && (
        <Choice
          label={t('list.filter.owner')}
          any={t('list.filter.any')}
          value={filter.values.owner}
          options={owners}
          onChange={owner => filter.set({ owner })}
        />
      )}
      {owners && (
        <Choice
          label={t('list.filter.concern')}
          any={t('list.filter.any')}
          value={filter.values.concern}
          options={[
            { id: OWNER_MISSING, label: t('list.filter.ownerMissing') },
          ]}
          onChange={concern => filter.set({ concern })}
        />
      )}
      {filter.isFiltered && (
        <Button
          variant="tertiary"
          onPress={() =>
            filter.set({
              phase: undefined,
              template: undefined,
              owner: undefined,
              concern: undefined,
            })
          }
        >
          {t('list.filter.clear')}
        </Button>
      )}
    </FilterRow>
  );
}
