import { Box, Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import {
  TemplateReport,
  TemplateRevision,
} from '@sandlot/plugin-environments-common';
import styles from '../../components/PageTabs.module.css';
import { useQueryState } from '../../hooks/useQueryState';
import { Resource } from '../../hooks/useResource';
import { useTranslation } from '../../hooks/useTranslation';
import { RolloutsPart } from '../../rollouts/RolloutsPart';
import { RevisionsPart } from '../revisions/RevisionsPart';
import { TemplateEnvironments } from './TemplateEnvironments';

const NAMES = ['tab'] as const;
const TABS = ['revisions', 'environments', 'rollouts'] as const;

/** What there is to see of a template, one part at a time. */
export function TemplateParts(props: {
  report: TemplateReport;
  revisions: Resource<TemplateRevision[]>;
  onChanged: () => void;
}) {
  const { report, revisions, onChanged } = props;
  const t = useTranslation();
  const { values, set } = useQueryState(NAMES);
  const selected = TABS.find(tab => tab === values.tab) ?? TABS[0];

  return (
    <Tabs
      className={styles.tabs}
      selectedKey={selected}
      onSelectionChange={key => set({ tab: String(key) })}
    >
      <TabList aria-label={t('templates.tabs.label')}>
        {TABS.map(tab => (
          <Tab key={tab} id={tab}>
            {t(`templates.tabs.${tab}`)}
          </Tab>
        ))}
      </TabList>
      <TabPanel id="revisions">
        <Box py="4">
          <RevisionsPart resource={revisions} onChanged={onChanged} />
        </Box>
      </TabPanel>
      <TabPanel id="environments">
        <Box py="4">
          <TemplateEnvironments template={report.ref} />
        </Box>
      </TabPanel>
      <TabPanel id="rollouts">
        <Box py="4">
          <RolloutsPart template={report.ref} revisions={revisions} />
        </Box>
      </TabPanel>
    </Tabs>
  );
}
