import { Flex, Select, Text } from '@backstage/ui';
import { ApprovalsFilter } from '@sandlot/plugin-environments-common';
import styles from '../components/Choice.module.css';
import { LoadMore } from '../components/LoadMore';
import { ResourceView } from '../components/ResourceView';
import { Sentence } from '../components/Sentence';
import { TableSkeleton } from '../components/TableSkeleton';
import { useQueryState } from '../hooks/useQueryState';
import { useTranslation } from '../hooks/useTranslation';
import { ApprovalsTable } from './ApprovalsTable';
import { WaitingElevationsPart } from './elevations/WaitingElevationsPart';
import { useApprovals } from './useApprovals';

const NAMES = ['state'] as const;
const STATES = ['open', 'closed'] as const;

/** The open approvals of one kind, or the closed ones. */
export function ApprovalsPart(props: {
  scope: NonNullable<ApprovalsFilter['scope']>;
}) {
  const { scope } = props;
  const t = useTranslation();
  const { values, set } = useQueryState(NAMES);
  const state = STATES.find(one => one === values.state) ?? 'open';
  const pages = useApprovals({ scope, state });

  return (
    <Flex direction="column" gap="4" py="4">
      <Flex>
        <div className={styles.choice}>
          <Select
            label={t('approvals.filter.state')}
            value={state}
            options={STATES.map(id => ({
              id,
              label: t(`approvals.which.${id}`),
            }))}
            onChange={key => set({ state: key === 'open' ? '' : String(key) })}
          />
        </div>
      </Flex>
      {scope === 'mine' && state === 'open' && (
        <>
          <WaitingElevationsPart />
          <Text as="h2" variant="title-x-small">
            {t('approvals.caption.mine')}
          </Text>
        </>
      )}
      <ResourceView resource={pages} skeleton={<TableSkeleton />}>
        {({ items }) => (
          <>
            {items.length === 0 ? (
              <Sentence>{t(`approvals.empty.${scope}.${state}`)}</Sentence>
            ) : (
              <ApprovalsTable
                label={t(`approvals.caption.${scope}`)}
                approvals={items}
                isClosed={state === 'closed'}
                isStale={pages.isStale}
              />
            )}
            <LoadMore pages={pages} />
          </>
        )}
      </ResourceView>
    </Flex>
  );
}
