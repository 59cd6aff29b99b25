import { Alert, Container, Flex, Text } from '@backstage/ui';
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
import { AddressFilters } from './AddressFilters';
import { AuditFilters } from './AuditFilters';
import { AuditTable } from './AuditTable';
import { RecordPanel } from './RecordPanel';
import { useAuditRecords } from './useAudit';
import { useAuditFilter } from './useAuditFilter';

/** The log, and beside it the record that is open. */
export function AuditContent() {
  const t = useTranslation();
  const links = useLinks();
  const filter = useAuditFilter();
  const pages = useAuditRecords(filter.query);
  const { recordId, isFiltered, set } = filter;

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
          <Text as="p" color="secondary">
            {t('audit.intro')}
          </Text>
          <AuditFilters filter={filter} />
          <AddressFilters filter={filter} />
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
                        isStale={pages.isStale}
                        selectedId={recordId}
                        onSelect={record => set({ record })}
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
                onSelect={record => set({ record })}
                onClose={() => set({ record: undefined })}
              />
            )}
          </div>
        </Flex>
      </Container>
    </PluginPage>
  );
}

/** Says to everybody else why there is nothing to see here. */
export function AuditRefused() {
  const t = useTranslation();
  return (
    <PluginPage title={t('audit.title')} icon={<RiFileShield2Line />}>
      <Container>
        <Alert
          role="alert"
          status="info"
          icon
          title={t('audit.refused.title')}
          description={t('audit.refused.description')}
        />
      </Container>
    </PluginPage>
  );
}
