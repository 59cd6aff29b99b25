import { Button, Flex, Select, Text } from '@backstage/ui';
import {
  WorkbenchDryRun,
  WorkbenchRequest,
} from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { DataColumn, DataTable } from '../../../components/DataTable';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { StatusMark } from '../../../components/StatusMark';
import { toSentence } from '../../../create/problems';
import { useClusters } from '../../../hooks/useCatalogue';
import { useTranslation } from '../../../hooks/useTranslation';
import styles from './DryRunPart.module.css';
import { useDryRun } from './useDryRun';

/** Whether a cluster would take each object, in the server's own words. */
export function DryRunPart(props: {
  request: WorkbenchRequest;
  /** Whether the text is no template as it stands. */
  hasProblems: boolean;
}) {
  const t = useTranslation();
  const clusters = useClusters().data ?? [];
  const [chosen, setChosen] = useState<string>();
  const cluster = chosen ?? clusters[0]?.name;
  const dryRun = useDryRun({ ...props.request, cluster });
  const { result, error, isRunning, isOutdated } = dryRun;

  return (
    <Flex direction="column" gap="3">
      <Text as="p" color="secondary">
        {t('workbench.dryRun.intro')}
      </Text>
      <div className={styles.ask}>
        <Select
          label={t('workbench.dryRun.cluster')}
          value={cluster ?? null}
          options={clusters.map(({ name, title }) => ({
            id: name,
            label: title,
          }))}
          onChange={key => setChosen(String(key))}
        />
        <Button
          variant="primary"
          isDisabled={isRunning || props.hasProblems || cluster === undefined}
          onPress={dryRun.run}
        >
          {t('workbench.dryRun.run')}
        </Button>
      </div>
      <Text as="p" role="status" weight="bold">
        {isRunning && t('workbench.dryRun.running')}
        {isOutdated && t('workbench.dryRun.outdated')}
        {result && !isOutdated && <Summary result={result} />}
      </Text>
      {error && (
        <ErrorNotice error={error} title={t('workbench.dryRun.failed')} />
      )}
      {result && <Answers result={result} />}
    </Flex>
  );
}

function Summary(props: { result: WorkbenchDryRun }) {
  const { cluster, objects } = props.result;
  const t = useTranslation();
  const refused = objects.filter(({ accepted }) => !accepted).length;
  if (objects.length === 0) {
    return null;
  }
  return (
    <>
      {refused > 0
        ? t('workbench.dryRun.summaryRefused', {
            cluster: cluster.title,
            count: refused,
          })
        : t('workbench.dryRun.summary', {
            cluster: cluster.title,
            count: objects.length,
          })}
    </>
  );
}

type Answer = WorkbenchDryRun['objects'][number];

function Answers(props: { result: WorkbenchDryRun }) {
  const { problems, objects } = props.result;
  const t = useTranslation();
  const columns: DataColumn<Answer>[] = [
    {
      id: 'object',
      label: t('workbench.dryRun.column.object'),
      render: ({ apiVersion, kind, name }) => (
        <span title={apiVersion}>
          {kind} <code>{name}</code>
        </span>
      ),
    },
    {
      id: 'answer',
      label: t('workbench.dryRun.column.answer'),
      render: ({ accepted }) => (
        <StatusMark tone={accepted ? 'success' : 'danger'}>
          {t(
            accepted ? 'workbench.dryRun.accepted' : 'workbench.dryRun.refused',
          )}
        </StatusMark>
      ),
    },
    {
      id: 'words',
      label: t('workbench.dryRun.column.words'),
      render: ({ message, causes = [] }) => (
        <span className={styles.words}>
          {message}
          {causes.map(cause => (
            <span
              key={`${cause.field}${cause.message}`}
              className={styles.cause}
            >
              {cause.field
                ? t('workbench.dryRun.cause', {
                    field: cause.field,
                    message: cause.message,
                  })
                : cause.message}
            </span>
          ))}
        </span>
      ),
    },
  ];
  return (
    <>
      {problems.map(problem => (
        <Text as="p" key={problem.path + problem.message}>
          {toSentence(problem)}
        </Text>
      ))}
      {objects.length > 0 && (
        <DataTable
          label={t('workbench.dryRun.caption')}
          columns={columns}
          // What is refused is what one came for.
          items={[...objects].sort(
            (a, b) => Number(a.accepted) - Number(b.accepted),
          )}
          getId={({ apiVersion, kind, name }) =>
            `${apiVersion}/${kind}/${name}`
          }
        />
      )}
    </>
  );
}
