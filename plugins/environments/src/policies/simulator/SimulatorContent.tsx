import { Flex, Select, Text } from '@backstage/ui';
import styles from '../../components/Choice.module.css';
import { ResourceView } from '../../components/ResourceView';
import { TableSkeleton } from '../../components/TableSkeleton';
import {
  useClusters,
  useTemplate,
  useTemplates,
} from '../../hooks/useCatalogue';
import { useQueryState } from '../../hooks/useQueryState';
import { useTranslation } from '../../hooks/useTranslation';
import { toTemplateKey } from '../../format/entityRef';
import { SimulatorForm } from './SimulatorForm';

const NAMES = ['template'] as const;

/** Tries what policies would say to somebody's request, without making anything. */
export function SimulatorContent() {
  const t = useTranslation();
  const { values, set } = useQueryState(NAMES);
  const templates = useTemplates();
  return (
    <Flex direction="column" gap="4" py="4">
      <Text as="p">{t('policies.simulator.intro')}</Text>
      <ResourceView resource={templates} skeleton={<TableSkeleton rows={2} />}>
        {items => (
          <Flex>
            <div className={styles.choice}>
              <Select
                label={t('policies.simulator.template')}
                placeholder={t('policies.simulator.chooseTemplate')}
                value={values.template ?? null}
                options={items.map(({ ref, title }) => ({
                  id: toTemplateKey(ref),
                  label: title,
                }))}
                onChange={key => set({ template: String(key) })}
              />
            </div>
          </Flex>
        )}
      </ResourceView>
      {values.template && (
        <Chosen key={values.template} template={values.template} />
      )}
    </Flex>
  );
}

function Chosen(props: { template: string }) {
  const template = useTemplate(props.template);
  const clusters = useClusters();
  const skeleton = <TableSkeleton rows={3} />;
  return (
    <ResourceView resource={template} skeleton={skeleton}>
      {detail => (
        <ResourceView resource={clusters} skeleton={skeleton}>
          {items => <SimulatorForm template={detail} clusters={items} />}
        </ResourceView>
      )}
    </ResourceView>
  );
}
