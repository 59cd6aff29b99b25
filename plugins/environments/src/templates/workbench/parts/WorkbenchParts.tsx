import { Box, Flex, Tab, TabList, TabPanel, Tabs, Text } from '@backstage/ui';
import { WorkbenchRequest } from '@sandlot/plugin-environments-common';
import { ReactNode } from 'react';
import tabStyles from '../../../components/PageTabs.module.css';
import { Sentence } from '../../../components/Sentence';
import { TableSkeleton } from '../../../components/TableSkeleton';
import { useQueryState } from '../../../hooks/useQueryState';
import { useTranslation } from '../../../hooks/useTranslation';
import { Choices } from '../choices';
import { Checked, GoodCheck } from '../useWorkbenchCheck';
import { ChangesPart } from './ChangesPart';
import { DryRunPart } from './DryRunPart';
import { FormPart } from './FormPart';
import { ImpactPart } from './ImpactPart';
import { ObjectsPart } from './ObjectsPart';

const NAMES = ['tab'] as const;
const TABS = ['form', 'objects', 'changes', 'impact', 'dryRun'] as const;

/** What the text would be, one part at a time. */
export function WorkbenchParts(props: {
  checked: Checked;
  request: WorkbenchRequest;
  choices: Choices;
  onChoose: (choices: Choices) => void;
}) {
  const { checked, request, choices, onChoose } = props;
  const t = useTranslation();
  const { values, set } = useQueryState(NAMES);
  const selected = TABS.find(tab => tab === values.tab) ?? TABS[0];

  const parts: Record<(typeof TABS)[number], (good: GoodCheck) => ReactNode> = {
    form: good => (
      <FormPart good={good} choices={choices} onChoose={onChoose} />
    ),
    objects: good => <ObjectsPart good={good} />,
    changes: good => <ChangesPart good={good} />,
    impact: good => <ImpactPart good={good} />,
    dryRun: () => (
      <DryRunPart
        request={request}
        hasProblems={(checked.check?.problems.length ?? 0) > 0}
      />
    ),
  };

  return (
    <Tabs
      className={tabStyles.tabs}
      selectedKey={selected}
      onSelectionChange={key => set({ tab: String(key) })}
    >
      <TabList aria-label={t('workbench.tabs.label')}>
        {TABS.map(tab => (
          <Tab key={tab} id={tab}>
            {t(`workbench.tabs.${tab}`)}
          </Tab>
        ))}
      </TabList>
      {TABS.map(tab => (
        <TabPanel key={tab} id={tab}>
          <Box py="4">
            <WhenGood checked={checked}>{parts[tab]}</WhenGood>
          </Box>
        </TabPanel>
      ))}
    </Tabs>
  );
}

/** Says what is missing while the text is no template, or is none any more. */
function WhenGood(props: {
  checked: Checked;
  children: (good: GoodCheck) => ReactNode;
}) {
  const { good, isStale, isChecking, error } = props.checked;
  const t = useTranslation();
  if (!good) {
    return isChecking && !error ? (
      <TableSkeleton />
    ) : (
      <Sentence>{t('workbench.pending')}</Sentence>
    );
  }
  return (
    <Flex direction="column" gap="3">
      {isStale && (
        <Text as="p" role="status" weight="bold">
          {t('workbench.stale')}
        </Text>
      )}
      {props.children(good)}
    </Flex>
  );
}
