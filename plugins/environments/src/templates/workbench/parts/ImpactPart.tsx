import { Link, Text } from '@backstage/ui';
import { Impact, TemplateDetail } from '@sandlot/plugin-environments-common';
import { DataColumn, DataTable } from '../../../components/DataTable';
import { Digest } from '../../../components/Digest';
import { EntityName } from '../../../components/EntityName';
import { Sentence } from '../../../components/Sentence';
import { StatusMark } from '../../../components/StatusMark';
import { describeProblem } from '../../../create/describeProblem';
import { useLinks } from '../../../hooks/useLinks';
import { useTranslation } from '../../../hooks/useTranslation';
import styles from '../../list/TemplatesTable.module.css';
import { GoodCheck } from '../useWorkbenchCheck';

/** What it would mean for each environment that is there; the hard ones first. */
export function ImpactPart(props: { good: GoodCheck }) {
  const t = useTranslation();
  const links = useLinks();
  const impact = [...props.good.impact].sort(
    (a, b) => weightOf(b) - weightOf(a),
  );
  if (impact.length === 0) {
    return <Sentence>{t('workbench.impact.empty')}</Sentence>;
  }

  const columns: DataColumn<Impact>[] = [
    {
      id: 'name',
      label: t('workbench.impact.column.name'),
      render: ({ environment: { id, name, owner, cluster } }) => (
        <span className={styles.stack}>
          <Link href={links.environment(id)}>{name}</Link>
          <span className={styles.secondary}>
            <EntityName entityRef={owner} />, {cluster}
          </span>
        </span>
      ),
    },
    {
      id: 'meaning',
      label: t('workbench.impact.column.meaning'),
      render: item => (
        <Meaning impact={item} schema={props.good.template.parameters} />
      ),
    },
    {
      id: 'revision',
      label: t('workbench.impact.column.revision'),
      render: ({ environment: { revision } }) => <Digest value={revision} />,
    },
  ];
  return (
    <>
      <Text as="p" color="secondary">
        {t('workbench.impact.intro')}
      </Text>
      <DataTable
        label={t('workbench.impact.caption')}
        columns={columns}
        items={impact}
        getId={({ environment: { id } }) => id}
      />
    </>
  );
}

function Meaning(props: {
  impact: Impact;
  schema: TemplateDetail['parameters'];
}) {
  const { added, changed, removed, problems } = props.impact;
  const t = useTranslation();
  if (problems.length > 0) {
    return (
      <span className={styles.stack}>
        <StatusMark tone="danger">{t('workbench.impact.problem')}</StatusMark>
        {problems.map(problem => (
          <span key={problem.path + problem.message}>
            {describeProblem(t, problem, props.schema)}
          </span>
        ))}
      </span>
    );
  }
  return added + changed + removed === 0 ? (
    <StatusMark tone="success">{t('workbench.impact.unchanged')}</StatusMark>
  ) : (
    <>
      {t('workbench.impact.changes', {
        added: String(added),
        changed: String(changed),
        removed: String(removed),
      })}
    </>
  );
}

/** Problems weigh more than any change. */
function weightOf({ problems, added, changed, removed }: Impact): number {
  return problems.length > 0
    ? Number.MAX_SAFE_INTEGER
    : added + changed + removed;
}
