import { Box, ButtonLink, Flex, Text } from '@backstage/ui';
import { ResourceView } from '../../components/ResourceView';
import { Sentence } from '../../components/Sentence';
import { TableSkeleton } from '../../components/TableSkeleton';
import { hasStatus } from '../../format/error';
import { useLinks } from '../../hooks/useLinks';
import { useMayManageTemplates } from '../../hooks/useMayManageTemplates';
import { useTranslation } from '../../hooks/useTranslation';
import { useTemplateReports } from '../useTemplates';
import { byAttention } from './byAttention';
import { ReportFilters } from './ReportFilters';
import { TemplatesRefused } from './TemplatesRefused';
import { TemplatesTable } from './TemplatesTable';
import { useReportFilter } from './useReportFilter';

/** What ops look after: every template, and how it fares. */
export function TemplatesContent() {
  const t = useTranslation();
  const links = useLinks();
  const mayManage = useMayManageTemplates();
  const filter = useReportFilter();
  const reports = useTemplateReports();

  if (hasStatus(reports.error, 403)) {
    return (
      <Box py="4">
        <TemplatesRefused />
      </Box>
    );
  }
  return (
    <Box py="4">
      <Flex direction="column" gap="4">
        <Text as="p" color="secondary">
          {t('templates.list.intro')}
        </Text>
        <Flex justify="between" align="end" gap="3">
          <ReportFilters filter={filter} />
          {mayManage && (
            <ButtonLink href={links.workbench()} variant="primary">
              {t('templates.list.workbench')}
            </ButtonLink>
          )}
        </Flex>
        <ResourceView resource={reports} skeleton={<TableSkeleton rows={6} />}>
          {items => {
            const shown = byAttention(items.filter(filter.matches));
            return shown.length === 0 ? (
              <Sentence>
                {t(
                  filter.isFiltered
                    ? 'templates.list.filtered'
                    : 'templates.list.empty',
                )}
              </Sentence>
            ) : (
              <TemplatesTable reports={shown} isStale={reports.isStale} />
            );
          }}
        </ResourceView>
      </Flex>
    </Box>
  );
}
