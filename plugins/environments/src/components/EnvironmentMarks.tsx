import { Link } from '@backstage/ui';
import { Environment } from '@sandlot/plugin-environments-common';
import { Fragment } from 'react';
import { useTranslation } from '../hooks/useTranslation';
import styles from './EnvironmentMarks.module.css';
import { StatusMark, Tone } from './StatusMark';

/** What is to be known of an environment beside its phase; nothing if all is well. */
export function EnvironmentMarks(props: {
  environment: Environment;
  /** Where one sees what drifted, unless one is in the middle of a list. */
  driftHref?: string;
}) {
  const { template, draft, drifted, hold, legalHold, ownerMissing } =
    props.environment;
  const t = useTranslation();
  const marks: [Tone, string, string?][] = [];
  if (draft) {
    marks.push(['neutral', t('common.templateState.draft')]);
  }
  // A draft is beside the published revisions, not behind them.
  if (!draft && template.behind > 0) {
    marks.push([
      'warning',
      t('common.mark.behind', { count: template.behind }),
    ]);
  }
  if (drifted > 0) {
    marks.push([
      'warning',
      t('common.mark.drifted', { count: drifted }),
      props.driftHref,
    ]);
  }
  if (hold) {
    marks.push(['neutral', t('common.mark.held')]);
  }
  if (legalHold) {
    marks.push(['neutral', t('common.mark.legalHold')]);
  }
  if (ownerMissing) {
    marks.push(['danger', t('common.mark.ownerMissing')]);
  }
  if (template.halted) {
    marks.push(['danger', t('common.mark.halted')]);
  }
  return marks.length > 0 ? (
    <span className={styles.marks}>
      {marks.map(([tone, text, href]) => {
        const mark = <StatusMark tone={tone}>{text}</StatusMark>;
        return (
          <Fragment key={text}>
            {href ? <Link href={href}>{mark}</Link> : mark}
          </Fragment>
        );
      })}
    </span>
  ) : null;
}
