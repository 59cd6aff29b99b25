import { Box, Flex } from '@backstage/ui';
import { LoadMore } from '../components/LoadMore';
import { ResourceView } from '../components/ResourceView';
import { Sentence } from '../components/Sentence';
import { TableSkeleton } from '../components/TableSkeleton';
import { useEnvironments } from '../hooks/useEnvironments';
import { useOwners } from '../hooks/useOwners';
import { useTranslation } from '../hooks/useTranslation';
import { EnvironmentsTable } from './EnvironmentsTable';
import { ListFilters } from './ListFilters';
import { useListFilter } from './useListFilter';

/** Everybody's environments, for ops and auditors. */
export function AllContent() {
  const t = useTranslation();
  const filter = useListFilter('all');
  const pages = useEnvironments(filter.query);
  const owners = useOwners(['Group', 'User']);

  return (
    <Box py="4">
      <Flex direction="column" gap="4">
        <ListFilters filter={filter} owners={owners} />
        <ResourceView resource={pages} skeleton={<TableSkeleton rows={8} />}>
          {({ items }) =>
            items.length === 0 ? (
              <Sentence>
                {t(
                  filter.isFiltered ? 'list.empty.filtered' : 'list.empty.all',
                )}
              </Sentence>
            ) : (
              <Flex direction="column" gap="4">
                <EnvironmentsTable
                  label={t('list.caption.all')}
                  environments={items}
                  isStale={pages.isStale}
                />
                <LoadMore pages={pages} />
              </Flex>
            )
          }
        </ResourceView>
      </Flex>
    </Box>
  );
}
