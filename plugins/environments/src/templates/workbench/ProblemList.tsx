import { Text } from '@backstage/ui';
import { Problem, WorkbenchCheck } from '@sandlot/plugin-environments-common';
import { StatusMark } from '../../components/StatusMark';
import { useTranslation } from '../../hooks/useTranslation';
import styles from './ProblemList.module.css';

/** What was found, place by place; a press puts the cursor there. */
export function ProblemList(props: {
  check: WorkbenchCheck | undefined;
  isChecking: boolean;
  onSelect: (problem: Problem) => void;
}) {
  const { check, isChecking, onSelect } = props;
  const t = useTranslation();
  const problems = check?.problems ?? [];
  const warnings = check?.warnings ?? [];

  function summary() {
    if (isChecking || !check) {
      return isChecking ? t('workbench.checking') : '';
    }
    const counts = [
      ...(problems.length > 0
        ? [t('workbench.problems.count', { count: problems.length })]
        : [t('workbench.checked')]),
      ...(warnings.length > 0
        ? [t('workbench.problems.warnings', { count: warnings.length })]
        : []),
    ];
    return counts.join(', ');
  }

  return (
    <section aria-label={t('workbench.problems.label')}>
      <Text as="p" role="status" variant="body-small" weight="bold">
        {summary()}
      </Text>
      {problems.length + warnings.length > 0 && (
        <ul className={styles.list}>
          {problems.map(problem => (
            <Entry
              key={keyOf(problem)}
              problem={problem}
              severity="problem"
              onSelect={onSelect}
            />
          ))}
          {warnings.map(problem => (
            <Entry
              key={keyOf(problem)}
              problem={problem}
              severity="warning"
              onSelect={onSelect}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function Entry(props: {
  problem: Problem;
  severity: 'problem' | 'warning';
  onSelect: (problem: Problem) => void;
}) {
  const { problem, severity, onSelect } = props;
  const { line, column = 1, path, message, expected } = problem;
  const t = useTranslation();
  const content = (
    <>
      <StatusMark tone={severity === 'problem' ? 'danger' : 'warning'}>
        {t(`workbench.problems.${severity}`)}
      </StatusMark>
      <span className={styles.place}>
        {line === undefined
          ? path
          : t('workbench.problems.place', {
              line: String(line),
              column: String(column),
            })}
      </span>
      <span>
        {expected
          ? t('workbench.problems.expected', { message, expected })
          : message}
      </span>
    </>
  );
  return (
    <li>
      {line === undefined ? (
        <div className={styles.entry}>{content}</div>
      ) : (
        <button
          type="button"
          className={styles.entry}
          onClick={() => onSelect(problem)}
        >
          {content}
        </button>
      )}
    </li>
  );
}

function keyOf({ path, line, column, message }: Problem): string {
  return [line, column, path, message].join(' ');
}
