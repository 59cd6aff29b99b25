import { Flex, Link, Text } from '@backstage/ui';
import { AuditCoverage } from '@sandlot/plugin-environments-common';
import { DataTable } from '../../components/DataTable';
import { Sentence } from '../../components/Sentence';
import { StatusMark } from '../../components/StatusMark';
import { Time } from '../../components/Time';
import { useLinks } from '../../hooks/useLinks';
import { useTranslation } from '../../hooks/useTranslation';

/** The clusters compared with the log: does each namespace have its record? */
export function CoveragePart(props: { coverage: AuditCoverage[] }) {
  const { coverage } = props;
  const t = useTranslation();
  if (coverage.length === 0) {
    return <Sentence>{t('auditLog.coverage.none')}</Sentence>;
  }
  return (
    <>
      <DataTable
        label={t('auditLog.coverage.title')}
        items={coverage}
        getId={({ cluster }) => cluster}
        columns={[
          {
            id: 'cluster',
            label: t('auditLog.coverage.cluster'),
            render: ({ cluster }) => cluster,
          },
          {
            id: 'checkedAt',
            label: t('auditLog.coverage.checkedAt'),
            render: ({ checkedAt }) => <Time value={checkedAt} seconds />,
          },
          {
            id: 'namespaces',
            label: t('auditLog.coverage.namespaces'),
            render: ({ namespaces }) => namespaces.toLocaleString('en-US'),
          },
          {
            id: 'covered',
            label: t('auditLog.coverage.covered'),
            render: ({ covered, namespaces }) => (
              <StatusMark tone={covered === namespaces ? 'success' : 'danger'}>
                {t('auditLog.coverage.share', {
                  covered: String(covered),
                  namespaces: String(namespaces),
                })}
              </StatusMark>
            ),
          },
        ]}
      />
      <Findings coverage={coverage} />
    </>
  );
}

function Findings(props: { coverage: AuditCoverage[] }) {
  const t = useTranslation();
  const links = useLinks();
  const findings = props.coverage.flatMap(({ cluster, findings: found }) =>
    found.map(finding => ({ ...finding, cluster })),
  );
  return findings.length > 0 ? (
    <Flex direction="column" gap="2">
      <Text as="h3" weight="bold">
        {t('auditLog.coverage.findings')}
      </Text>
      <DataTable
        label={t('auditLog.coverage.findings')}
        items={findings}
        getId={({ cluster, namespace, kind }) =>
          `${cluster}/${namespace}/${kind}`
        }
        columns={[
          {
            id: 'namespace',
            label: t('auditLog.coverage.namespace'),
            render: ({ cluster, namespace }) => (
              <>
                {cluster} /{' '}
                <Link href={links.audit?.({ namespace }) ?? ''}>
                  {namespace}
                </Link>
              </>
            ),
          },
          {
            id: 'kind',
            label: t('auditLog.coverage.what'),
            render: ({ kind, madeBy }) => (
              <>
                <StatusMark tone="danger">
                  {t(`auditLog.coverage.kinds.${kind}`)}
                </StatusMark>
                {madeBy && (
                  <div>{t('auditLog.coverage.madeBy', { madeBy })}</div>
                )}
              </>
            ),
          },
          {
            id: 'since',
            label: t('auditLog.coverage.since'),
            render: ({ since }) => <Time value={since} seconds />,
          },
        ]}
      />
    </Flex>
  ) : null;
}
