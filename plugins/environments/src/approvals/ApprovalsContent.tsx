import { Container, Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import { RiCheckDoubleLine } from '@remixicon/react';
import { policyReportPermission } from '@sandlot/plugin-environments-common';
import styles from '../components/PageTabs.module.css';
import { useLinks } from '../hooks/useLinks';
import { useMay } from '../hooks/useMay';
import { useQueryState } from '../hooks/useQueryState';
import { useTranslation } from '../hooks/useTranslation';
import { PluginPage } from '../shell/PluginPage';
import { ApprovalsPart } from './ApprovalsPart';
import { StandInsPart } from './standIns/StandInsPart';

const NAMES = ['tab'] as const;
const TABS = ['mine', 'requested', 'all', 'standIns'] as const;

/** What waits for whom, and who decides in whose place. */
export function ApprovalsContent() {
  const t = useTranslation();
  const { approvals } = useLinks();
  const { values, set } = useQueryState(NAMES);
  const maySeeAll = useMay(policyReportPermission);
  const tabs = TABS.filter(tab => tab !== 'all' || maySeeAll);
  const selected = tabs.find(tab => tab === values.tab) ?? 'mine';

  return (
    <PluginPage
      title={t('approvals.title')}
      icon={<RiCheckDoubleLine />}
      titleLink={approvals}
    >
      <Container>
        <Tabs
          className={styles.tabs}
          selectedKey={selected}
          onSelectionChange={key => set({ tab: String(key) })}
        >
          <TabList aria-label={t('approvals.tabs.label')}>
            {tabs.map(tab => (
              <Tab key={tab} id={tab}>
                {t(`approvals.tabs.${tab}`)}
              </Tab>
            ))}
          </TabList>
          {tabs.map(tab => (
            <TabPanel key={tab} id={tab}>
              {tab === 'standIns' ? (
                <StandInsPart />
              ) : (
                <ApprovalsPart scope={tab} />
              )}
            </TabPanel>
          ))}
        </Tabs>
      </Container>
    </PluginPage>
  );
}
