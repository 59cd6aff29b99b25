import { Flex, Skeleton, Text } from '@backstage/ui';
import { AuditSummary } from '@sandlot/plugin-environments-common';
import { ResourceView } from '../components/ResourceView';
import { Resource } from '../hooks/useResource';
import { useTranslation } from '../hooks/useTranslation';
import { Facets } from './Facets';
import { AuditFilterState } from './filter/useAuditFilter';
import { Histogram } from './histogram/Histogram';

/** What the found records come to: how many, when, of what. */
export function SummaryPart(props: {
  filter: AuditFilterState;
  summary: Resource<AuditSummary>;
}) {
  const { filter, summary } = props;
  const t = useTranslation();
  return (
    <ResourceView
      resource={summary}
      skeleton={
        <Flex direction="column" gap="3">
          <Skeleton height={20} width="40%" />
          <Skeleton height={96} />
          <Skeleton height={20} width="60%" />
        </Flex>
      }
    >
      {data => (
        <>
          <Text as="p" weight="bold" aria-live="polite">
            {t('audit.found', {
              count: data.records,
              number: `${data.records.toLocaleString('en-US')}${
                data.isAtLeast ? '+' : ''
              }`,
            })}
          </Text>
          {data.records > 0 && (
            <>
              <Histogram
                buckets={data.histogram}
                counts={data.facets.outcome}
                isAtLeast={data.isAtLeast}
                outcome={filter.values.outcome}
                onOutcome={outcome => filter.set({ outcome })}
                onRange={filter.set}
              />
              <Facets filter={filter} summary={data} />
            </>
          )}
        </>
      )}
    </ResourceView>
  );
}
