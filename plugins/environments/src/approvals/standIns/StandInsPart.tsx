import { Flex, Text } from '@backstage/ui';
import { ApprovalDelegation } from '@sandlot/plugin-environments-common';
import { DataColumn, DataTable } from '../../components/DataTable';
import { EntityName } from '../../components/EntityName';
import { ResourceView } from '../../components/ResourceView';
import { Sentence } from '../../components/Sentence';
import { TableSkeleton } from '../../components/TableSkeleton';
import { Time } from '../../components/Time';
import { useTranslation } from '../../hooks/useTranslation';
import { EndStandIn } from './EndStandIn';
import { GiveStandIn } from './GiveStandIn';
import { useStandIns } from './useStandIns';

/** Who decides in my place, and in whose place I decide. */
export function StandInsPart() {
  const t = useTranslation();
  const standIns = useStandIns();

  function columnsFor(
    end: 'to' | 'from',
    ...more: DataColumn<ApprovalDelegation>[]
  ): DataColumn<ApprovalDelegation>[] {
    return [
      {
        id: 'person',
        label: t('approvals.standIns.column.person'),
        render: delegation => <EntityName entityRef={delegation[end]} />,
      },
      {
        id: 'until',
        label: t('approvals.standIns.column.until'),
        render: ({ until }) => <Time value={until} />,
      },
      {
        id: 'reason',
        label: t('approvals.standIns.column.reason'),
        render: ({ reason }) => reason,
      },
      ...more,
    ];
  }

  return (
    <Flex direction="column" gap="5" py="4">
      <ResourceView resource={standIns} skeleton={<TableSkeleton rows={2} />}>
        {({ mine, forOthers }) => (
          <>
            <Flex direction="column" gap="3">
              <Text as="h2" variant="title-x-small">
                {t('approvals.standIns.mine')}
              </Text>
              <Text as="p">{t('approvals.standIns.mineIntro')}</Text>
              {mine.length === 0 ? (
                <Sentence>{t('approvals.standIns.mineEmpty')}</Sentence>
              ) : (
                <DataTable
                  label={t('approvals.standIns.mine')}
                  columns={columnsFor('to', {
                    id: 'act',
                    label: t('approvals.standIns.column.act'),
                    render: delegation => (
                      <EndStandIn
                        delegation={delegation}
                        onEnded={standIns.refresh}
                      />
                    ),
                  })}
                  items={mine}
                  getId={({ id }) => id}
                  isStale={standIns.isStale}
                />
              )}
              <GiveStandIn onGiven={standIns.refresh} />
            </Flex>
            <Flex direction="column" gap="3">
              <Text as="h2" variant="title-x-small">
                {t('approvals.standIns.forOthers')}
              </Text>
              {forOthers.length === 0 ? (
                <Sentence>{t('approvals.standIns.forOthersEmpty')}</Sentence>
              ) : (
                <DataTable
                  label={t('approvals.standIns.forOthers')}
                  columns={columnsFor('from')}
                  items={forOthers}
                  getId={({ id }) => id}
                  isStale={standIns.isStale}
                />
              )}
            </Flex>
          </>
        )}
      </ResourceView>
    </Flex>
  );
}
