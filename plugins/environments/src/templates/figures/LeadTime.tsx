import { TemplateReport } from '@sandlot/plugin-environments-common';
import { formatDuration } from '../../format/time';
import { useTranslation } from '../../hooks/useTranslation';

/** The median from the request to Ready. */
export function LeadTime(props: { creations: TemplateReport['creations'] }) {
  const { medianSeconds } = props.creations;
  const t = useTranslation();
  return (
    <>
      {medianSeconds === undefined
        ? t('templates.success.noMedian')
        : formatDuration(medianSeconds * 1_000)}
    </>
  );
}
