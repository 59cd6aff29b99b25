import { TemplateReport } from '@sandlot/plugin-environments-common';
import { StatusMark, Tone } from '../../components/StatusMark';
import { ReportState, statesOf } from './byAttention';
import { useReportStateText } from './useReportStateText';
import styles from './TemplateStateMark.module.css';

const TONES: Record<ReportState, Tone> = {
  draft: 'neutral',
  published: 'success',
  deprecated: 'warning',
  withdrawn: 'neutral',
  halted: 'danger',
  refused: 'danger',
};

/** Where a template is in its life, and what is wrong with it. */
export function TemplateStateMark(props: { report: TemplateReport }) {
  const toText = useReportStateText();
  return (
    <span className={styles.marks}>
      {statesOf(props.report).map(state => (
        <StatusMark key={state} tone={TONES[state]}>
          {toText(state)}
        </StatusMark>
      ))}
    </span>
  );
}
