import { ButtonLink, Container, Flex, Text } from '@backstage/ui';
import { RiFileShield2Line } from '@remixicon/react';
import { LoadMore } from '../components/LoadMore';
import { ResourceView } from '../components/ResourceView';
import { Sentence } from '../components/Sentence';
import { TableSkeleton } from '../components/TableSkeleton';
import { hasStatus } from '../format/error';
import { useLinks } from '../hooks/useLinks';
import { useTranslation } from '../hooks/useTranslation';
import { PluginPage } from '../shell/PluginPage';
import styles from './AuditContent.module.css';
import { AuditRefused } from './AuditRefused';
import { AuditTable } from './AuditTable';
import { ExportMenu } from './ExportMenu';
import { AddFilter } from './filter/AddFilter';
import { FilterChips } from './filter/FilterChips';
import { RangeChoice } from './filter/RangeChoice';
import { SealedOnly } from './filter/SealedOnly';
import { SearchBox } from './filter/SearchBox';
import { useAuditFilter } from './filter/useAuditFilter';
import { IntegrityLine } from './integrity/IntegrityLine';
import { RecordPanel } from './record/RecordPanel';
import { SummaryPart } from './SummaryPart';
import { useAuditLog, useAuditRecords, useAuditSummary } from './useAudit';
import { ViewsMenu } from './views/ViewsMenu';

/** The log, and beside it the record that is open. */
export function AuditContent() {
  const t = useTranslation();
  const links = useLinks();
  const filter = useAuditFilter();
  const pages = useAuditRecords(filter.query);
  const summary = useAuditSummary(filter.query);
  const log = useAuditLog();
  const { recordId, isFiltered, values } = filter;
  const environmentName = pages.data?.items.find(
    ({ environmentId }) => environmentId === values.environment,
  )?.environmentName;

  if (hasStatus(pages.error, 403)) {
    return <AuditRefused />;
  }
  return (
    <PluginPage
      title={t('audit.title')}
      icon={<RiFileShield2Line />}
      titleLink={links.audit?.({})}
    >
      <Container>
        <Flex direction="column" gap="4">
          <IntegrityLine log={log} detailsHref={links.auditLog ?? ''} />
          <div className={styles.tools}>
            <Text as="p" color="secondary">
              {t('audit.intro')}
            </Text>
            <Flex gap="2" style={{ flexWrap: 'wrap' }}>
              <ViewsMenu filter={filter} />
              <ExportMenu query={filter.query} />
              <ButtonLink
                variant="secondary"
                href={links.auditReport?.({}) ?? ''}
              >
                {t('audit.report')}
              </ButtonLink>
            </Flex>
          </div>
          <div className={styles.search}>
            <SearchBox filter={filter} />
            <AddFilter filter={filter} summary={summary.data} />
          </div>
          <RangeChoice filter={filter} />
          <FilterChips filter={filter} environmentName={environmentName} />
          <SealedOnly filter={filter} log={log.data} />
          <SummaryPart filter={filter} summary={summary} />
          <div className={styles.columns} data-open={Boolean(recordId)}>
            <div className={styles.list}>
              <ResourceView
                resource={pages}
                skeleton={<TableSkeleton rows={10} />}
              >
                {({ items }) =>
                  items.length === 0 ? (
                    <Sentence>
                      {t(isFiltered ? 'audit.emptyFiltered' : 'audit.empty')}
                    </Sentence>
                  ) : (
                    <Flex direction="column" gap="4">
                      <AuditTable
                        records={items}
                        filter={filter}
                        isStale={pages.isStale}
                      />
                      <LoadMore pages={pages} />
                    </Flex>
                  )
                }
              </ResourceView>
            </div>
            {recordId && (
              <RecordPanel
                key={recordId}
                eventId={recordId}
                filter={filter}
                log={log}
              />
            )}
          </div>
        </Flex>
      </Container>
    </PluginPage>
  );
}
