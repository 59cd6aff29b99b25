import { Environment } from '@sandlot/plugin-environments-common';
import { useTranslation } from '../hooks/useTranslation';
import styles from './EnvironmentMarks.module.css';
import { StatusMark, Tone } from './StatusMark';

/** What is to be known of an environment beside its phase; nothing if all is well. */
export function EnvironmentMarks(props: { environment: Environment }) {
  const { template, draft, drifted, hold } = props.environment;
  const t = useTranslation();
  const marks: [Tone, string][] = [];
  if (draft) {
    marks.push(['neutral', t('common.templateState.draft')]);
  }
  if (template.behind > 0) {
    marks.push([
      'warning',
      t('common.mark.behind', { count: template.behind }),
    ]);
  }
  if (drifted > 0) {
    marks.push(['warning', t('common.mark.drifted', { count: drifted })]);
  }
  if (hold) {
    marks.push(['neutral', t('common.mark.held')]);
  }
  if (template.halted) {
    marks.push(['danger', t('common.mark.halted')]);
  }
  return marks.length > 0 ? (
    <span className={styles.marks}>
      {marks.map(([tone, text]) => (
        <StatusMark key={text} tone={tone}>
          {text}
        </StatusMark>
      ))}
    </span>
  ) : null;
}
