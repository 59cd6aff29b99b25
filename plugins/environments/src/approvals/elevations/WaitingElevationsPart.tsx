import { Flex, Link, Text } from '@backstage/ui';
import {
  WaitingElevation,
  entityName,
} from '@sandlot/plugin-environments-common';
import { useEffect, useRef } from 'react';
import { DataColumn, DataTable } from '../../components/DataTable';
import { EntityName } from '../../components/EntityName';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadMore } from '../../components/LoadMore';
import { Time } from '../../components/Time';
import { ElevationActs } from '../../environment/elevations/ElevationActs';
import { formatUtc } from '../../format/time';
import { useLinks } from '../../hooks/useLinks';
import { useTranslation } from '../../hooks/useTranslation';
import { useWaitingElevations } from './useWaitingElevations';

/**
 * Who asks for more rights and waits for whoever is signed in; nothing while
 * nobody does, as most people never decide on any.
 */
export function WaitingElevationsPart() {
  const t = useTranslation();
  const links = useLinks();
  const { pages, error, decided, approve, reject } = useWaitingElevations();
  const items = pages.data?.items ?? [];
  const status = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (decided) status.current?.focus();
  }, [decided]);

  const columns: DataColumn<WaitingElevation>[] = [
    {
      id: 'environment',
      label: t('approvals.column.environment'),
      render: ({ environment: { id, name } }) => (
        <Link href={links.environment(id, 'access')}>{name}</Link>
      ),
    },
    {
      id: 'person',
      label: t('approvals.column.by'),
      render: ({ elevation }) => <EntityName entityRef={elevation.person} />,
    },
    {
      id: 'minutes',
      label: t('approvals.elevations.minutes'),
      render: ({ elevation }) =>
        t('environment.access.elevation.request.minutesOf', {
          minutes: String(elevation.minutes),
        }),
    },
    {
      id: 'reason',
      label: t('approvals.change.reason'),
      render: ({ elevation }) => elevation.reason,
    },
    {
      id: 'owner',
      label: t('approvals.column.owner'),
      render: ({ environment }) => <EntityName entityRef={environment.owner} />,
    },
    {
      id: 'since',
      label: t('approvals.column.since'),
      render: ({ elevation }) => <Time value={elevation.requestedAt} />,
    },
    {
      id: 'until',
      label: t('approvals.column.until'),
      render: ({ elevation }) => <Time value={elevation.lapsesAt} />,
    },
    {
      id: 'act',
      label: t('environment.access.elevation.column.act'),
      render: one => (
        <ElevationActs
          elevation={one.elevation}
          onApprove={() => approve(one)}
          onReject={reason => reject(one, reason)}
        />
      ),
    },
  ];

  return (
    <Flex direction="column" gap="4" align="stretch">
      {/* There before it says anything, so that it is read out. The button that was pressed is gone with its row. */}
      <div role="status" tabIndex={-1} ref={status}>
        {decided && sayDecided(t, decided)}
      </div>
      {error && (
        <ErrorNotice
          error={error}
          title={t('environment.access.elevation.failed')}
        />
      )}
      {pages.error && !pages.data && (
        <ErrorNotice
          error={pages.error}
          title={t('approvals.elevations.failed')}
          isPolled={pages.isPolled}
          onRetry={pages.refresh}
        />
      )}
      {items.length > 0 && (
        <>
          <Text as="h2" variant="title-x-small">
            {t('environment.access.elevation.title')}
          </Text>
          <DataTable
            label={t('approvals.elevations.caption')}
            columns={columns}
            items={items}
            getId={({ elevation }) => elevation.id}
            isStacked
            isStale={pages.isStale}
          />
        </>
      )}
      <LoadMore pages={pages} />
    </Flex>
  );
}

function sayDecided(
  t: ReturnType<typeof useTranslation>,
  {
    decision,
    elevation: { person, endsAt },
    environment: { name },
  }: NonNullable<ReturnType<typeof useWaitingElevations>['decided']>,
) {
  return decision === 'approve' && endsAt
    ? t('approvals.elevations.approved', {
        person: entityName(person),
        name,
        time: formatUtc(endsAt),
      })
    : t('approvals.elevations.rejected', { person: entityName(person), name });
}
