import { useTranslation } from '../../hooks/useTranslation';
import { ReportState } from './byAttention';

/** A state of a template in words. */
export function useReportStateText(): (state: ReportState) => string {
  const t = useTranslation();
  return state =>
    state === 'halted' || state === 'refused'
      ? t(`templates.state.${state}`)
      : t(`common.templateState.${state}`);
}
