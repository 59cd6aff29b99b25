import { Flex, Text } from '@backstage/ui';
import { Environment } from '@sandlot/plugin-environments-common';
import { DataTable } from '../../components/DataTable';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadMore } from '../../components/LoadMore';
import { Sentence } from '../../components/Sentence';
import { useTranslation } from '../../hooks/useTranslation';
import { ElevatedKubeconfig } from './ElevatedKubeconfig';
import { RequestElevation } from './RequestElevation';
import { useElevationColumns } from './useElevationColumns';
import { useElevations } from './useElevations';

/** Who has more rights for minutes, who asks for them, and how to. */
export function ElevationsPart(props: { environment: Environment }) {
  const { environment } = props;
  const t = useTranslation();
  const elevations = useElevations(environment);
  const columns = useElevationColumns(elevations);
  const { pages, mayRequest, error } = elevations;
  const items = pages.data?.items;

  return (
    <Flex direction="column" gap="4" align="stretch">
      <Text as="h2" variant="title-x-small">
        {t('environment.access.elevation.title')}
      </Text>
      <Text as="p">{t('environment.access.elevation.intro')}</Text>
      {mayRequest && (
        <div>
          <RequestElevation
            name={environment.name}
            request={elevations.request}
          />
        </div>
      )}
      {error && (
        <ErrorNotice
          error={error}
          title={t('environment.access.elevation.failed')}
        />
      )}
      {items?.some(({ mayUse }) => mayUse) && (
        <ElevatedKubeconfig environment={environment} />
      )}
      {items?.length === 0 && (
        <Sentence>{t('environment.access.elevation.empty')}</Sentence>
      )}
      {items && items.length > 0 && (
        <DataTable
          label={t('environment.access.elevation.title')}
          columns={columns}
          items={items}
          getId={({ id }) => id}
          isStacked
        />
      )}
      <LoadMore pages={pages} />
    </Flex>
  );
}
