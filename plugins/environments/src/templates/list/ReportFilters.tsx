import { Button, SearchField } from '@backstage/ui';
import { Choice } from '../../components/Choice';
import choiceStyles from '../../components/Choice.module.css';
import { FilterRow } from '../../components/FilterRow';
import { useTranslation } from '../../hooks/useTranslation';
import { REPORT_STATES } from './byAttention';
import { useReportStateText } from './useReportStateText';
import { ReportFilter } from './useReportFilter';

export function ReportFilters(props: { filter: ReportFilter }) {
  const { filter } = props;
  const t = useTranslation();
  const toText = useReportStateText();
  return (
    <FilterRow
      label={t('templates.list.filter.label')}
      isFiltered={filter.isFiltered}
    >
      <div className={choiceStyles.choice}>
        <SearchField
          label={t('templates.list.filter.text')}
          size="small"
          value={filter.text ?? ''}
          onChange={text => filter.set({ text })}
        />
      </div>
      <Choice
        label={t('templates.list.filter.state')}
        any={t('templates.list.filter.any')}
        value={filter.state}
        options={REPORT_STATES.map(id => ({
          id,
          label: toText(id),
        }))}
        onChange={state => filter.set({ state })}
      />
      {filter.isFiltered && (
        <Button variant="tertiary" onPress={filter.clear}>
          {t('templates.list.filter.clear')}
        </Button>
      )}
    </FilterRow>
  );
}
