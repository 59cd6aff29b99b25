import { Box, Flex, Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import { Environment } from '@sandlot/plugin-environments-common';
import styles from '../components/PageTabs.module.css';
import { useQueryState } from '../hooks/useQueryState';
import { useTranslation } from '../hooks/useTranslation';
import { AccessPart } from './AccessPart';
import { ActivityPart } from './ActivityPart';
import { ChosenParameters } from './ChosenParameters';
import { ConditionsPart } from './ConditionsPart';
import { ObjectsPart } from './ObjectsPart';

const NAMES = ['tab'] as const;
const TABS = ['access', 'objects', 'activity', 'conditions'] as const;

/** What there is to see of an environment, one part at a time. */
export function EnvironmentParts(props: {
  environment: Environment;
  onChanged: (environment: Environment) => void;
}) {
  const { environment } = props;
  const t = useTranslation();
  const { values, set } = useQueryState(NAMES);
  const selected = TABS.find(tab => tab === values.tab) ?? 'access';

  return (
    <Tabs
      className={styles.tabs}
      selectedKey={selected}
      onSelectionChange={key => set({ tab: String(key) })}
    >
      <TabList aria-label={t('environment.tabs.label')}>
        {TABS.map(tab => (
          <Tab key={tab} id={tab}>
            {tab === 'objects' && environment.drifted > 0
              ? t('environment.tabs.objectsDrifted', {
                  number: String(environment.drifted),
                })
              : t(`environment.tabs.${tab}`)}
          </Tab>
        ))}
      </TabList>
      <TabPanel id="access">
        <Box py="4">
          <AccessPart environment={environment} />
        </Box>
      </TabPanel>
      <TabPanel id="objects">
        <Box py="4">
          <ObjectsPart {...props} />
        </Box>
      </TabPanel>
      <TabPanel id="activity">
        <Box py="4">
          <Flex direction="column" gap="5">
            <ActivityPart id={environment.id} />
            <ChosenParameters environment={environment} />
          </Flex>
        </Box>
      </TabPanel>
      <TabPanel id="conditions">
        <Box py="4">
          <ConditionsPart conditions={environment.conditions} />
        </Box>
      </TabPanel>
    </Tabs>
  );
}
