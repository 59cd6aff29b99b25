import { Alert, Text } from '@backstage/ui';
import { Problem, TemplateReport } from '@sandlot/plugin-environments-common';
import { useTranslation } from '../../hooks/useTranslation';
import styles from './ProblemsNotice.module.css';

/** Why what the catalog delivers now is not used, place by place. */
export function ProblemsNotice(props: { report: TemplateReport }) {
  const { problems, revision } = props.report;
  const t = useTranslation();
  return (
    <Alert
      role="status"
      status="danger"
      icon
      title={t('templates.problems.title')}
      description={
        <>
          <ul className={styles.problems}>
            {problems.map(problem => (
              <li key={problem.path + problem.message}>
                <Place problem={problem} />{' '}
                {problem.expected
                  ? t('templates.problems.expected', {
                      message: problem.message,
                      expected: problem.expected,
                    })
                  : problem.message}
              </li>
            ))}
          </ul>
          <Text as="p">
            {t(
              revision
                ? 'templates.problems.inUse'
                : 'templates.problems.noneInUse',
            )}
          </Text>
        </>
      }
    />
  );
}

/** As tools write it, so that editors can jump there: `file:line:column`. */
function Place(props: { problem: Problem }) {
  const { file, line, column, path } = props.problem;
  const place =
    line === undefined
      ? [file, path].filter(Boolean).join(' ')
      : [file, line, column].filter(Boolean).join(':');
  return place === '' ? null : <code className={styles.place}>{place}</code>;
}
