import { Box, ButtonLink, Flex } from '@backstage/ui';
import { LoadMore } from '../components/LoadMore';
import { ResourceView } from '../components/ResourceView';
import { Sentence } from '../components/Sentence';
import { TableSkeleton } from '../components/TableSkeleton';
import { TemplateGallery } from '../create/TemplateGallery';
import { byAttention } from '../format/phase';
import { useEnvironments } from '../hooks/useEnvironments';
import { useLinks } from '../hooks/useLinks';
import { useMayCreate } from '../hooks/useMayCreate';
import { useTranslation } from '../hooks/useTranslation';
import { EnvironmentsTable } from './EnvironmentsTable';
import { ListFilters } from './ListFilters';
import { useListFilter } from './useListFilter';

/** The environments of the caller and the caller's groups. */
export function MineContent() {
  const t = useTranslation();
  const links = useLinks();
  const mayCreate = useMayCreate();
  const filter = useListFilter('mine');
  const pages = useEnvironments(filter.query);

  return (
    <Box py="4">
      <ResourceView resource={pages} skeleton={<TableSkeleton />}>
        {({ items }) =>
          items.length === 0 && !filter.isFiltered ? (
            <Nothing mayCreate={mayCreate} />
          ) : (
            <Flex direction="column" gap="4">
              <Flex justify="between" align="end" gap="3">
                <ListFilters filter={filter} />
                {mayCreate && (
                  <ButtonLink href={links.create()} variant="primary">
                    {t('list.createAction')}
                  </ButtonLink>
                )}
              </Flex>
              {items.length === 0 ? (
                <Sentence>{t('list.empty.filtered')}</Sentence>
              ) : (
                <EnvironmentsTable
                  label={t('list.caption.mine')}
                  environments={byAttention(items)}
                  isStale={pages.isStale}
                />
              )}
              <LoadMore pages={pages} />
            </Flex>
          )
        }
      </ResourceView>
    </Box>
  );
}

function Nothing(props: { mayCreate: boolean | undefined }) {
  const t = useTranslation();
  switch (props.mayCreate) {
    case undefined:
      return <TableSkeleton />;
    case false:
      return <Sentence>{t('list.empty.ownNone')}</Sentence>;
    default:
      return (
        <Flex direction="column" gap="2">
          <Sentence>{t('list.empty.mine')}</Sentence>
          <TemplateGallery />
        </Flex>
      );
  }
}
