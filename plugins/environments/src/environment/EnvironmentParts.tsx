import { Box, Flex, Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import { Environment, Phase } from '@sandlot/plugin-environments-common';
import styles from '../components/PageTabs.module.css';
import { Sentence } from '../components/Sentence';
import { useQueryState } from '../hooks/useQueryState';
import { useTranslation } from '../hooks/useTranslation';
import { AccessPart } from './AccessPart';
import { ActivityPart } from './ActivityPart';
import { AgreementsPart } from './AgreementsPart';
import { ChosenParameters } from './ChosenParameters';
import { ConditionsPart } from './ConditionsPart';
import { LeasePart } from './lease/LeasePart';
import { MembersPart } from './members/MembersPart';
import { ObjectsPart } from './ObjectsPart';
import { SaveReceipt } from './SaveReceipt';

const NAMES = ['tab'] as const;
const TABS = [
  'access',
  'lease',
  'members',
  'objects',
  'activity',
  'conditions',
] as const;

/** Nothing of it has ever been on a cluster. */
const NOT_MADE: Phase[] = ['AwaitingApproval', 'Waiting'];

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
      <TabPanel id="lease">
        <Box py="4">
          {environment.phase === 'AwaitingApproval' ? (
            <Sentence>{t('lifecycle.lease.notYet')}</Sentence>
          ) : (
            <LeasePart {...props} />
          )}
        </Box>
      </TabPanel>
      <TabPanel id="members">
        <Box py="4">
          <MembersPart {...props} />
        </Box>
      </TabPanel>
      <TabPanel id="objects">
        <Box py="4">
          {NOT_MADE.includes(environment.phase) ? (
            <Sentence>{t('environment.objects.notYet')}</Sentence>
          ) : (
            <ObjectsPart {...props} />
          )}
        </Box>
      </TabPanel>
      <TabPanel id="activity">
        <Box py="4">
          <Flex direction="column" gap="5">
            {environment.readyAt && (
              <SaveReceipt environment={environment} receipt="creation" />
            )}
            <ActivityPart id={environment.id} />
            <AgreementsPart environment={environment} />
            <ChosenParameters
              parameters={environment.parameters}
              template={environment.template.ref}
            />
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
