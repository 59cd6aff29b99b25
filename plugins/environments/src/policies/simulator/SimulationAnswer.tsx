import { Alert, Flex, Text } from '@backstage/ui';
import {
  PolicySimulation,
  TemplateDetail,
} from '@sandlot/plugin-environments-common';
import { CodeBlock } from '../../components/CodeBlock';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Facts } from '../../components/Facts';
import { describeProblem } from '../../create/describeProblem';
import panel from '../../create/PreviewPanel.module.css';
import { listNames } from '../../format/listNames';
import { useTranslation } from '../../hooks/useTranslation';
import styles from '../policies.module.css';
import { PolicyList } from '../PolicyList';
import { RequirementList } from '../RequirementList';

const STATUS = {
  allowed: 'success',
  needsApproval: 'warning',
  denied: 'danger',
  faulty: 'warning',
} as const;

/** What would happen, which policies say so, and what they were told. */
export function SimulationAnswer(props: {
  template: TemplateDetail;
  simulation: PolicySimulation | undefined;
  error: Error | undefined;
  /** Whether it answers what stands in the form now. */
  isOfForm: boolean;
}) {
  const { template, simulation, error, isOfForm } = props;
  const t = useTranslation();
  return (
    <section className={panel.panel} aria-labelledby="would-happen">
      <Text as="h3" id="would-happen" variant="title-x-small">
        {t('policies.simulator.result')}
      </Text>
      <div role="status">
        {!simulation && !error && (
          <Text as="p">{t('policies.simulator.nothingYet')}</Text>
        )}
        {simulation && (
          <Alert
            status={STATUS[simulation.verdict]}
            icon
            title={t(`policies.simulator.verdict.${simulation.verdict}`, {
              names: listNames(simulation.approvals.map(({ by }) => by)),
            })}
            description={isOfForm ? undefined : t('policies.simulator.changed')}
          />
        )}
      </div>
      {error && (
        <ErrorNotice error={error} title={t('policies.simulator.failed')} />
      )}
      {simulation && <Details template={template} simulation={simulation} />}
    </section>
  );
}

function Details(props: {
  template: TemplateDetail;
  simulation: PolicySimulation;
}) {
  const { template, simulation } = props;
  const { problems, approvals, policies, lease, addOns, facts } = simulation;
  const t = useTranslation();
  return (
    <Flex direction="column" gap="4">
      {problems.length > 0 && (
        <ul className={styles.list}>
          {problems.map(problem => (
            <li key={problem.path + problem.message}>
              {describeProblem(t, problem, template.parameters)}
            </li>
          ))}
        </ul>
      )}
      {approvals.length > 0 && (
        <Flex direction="column" gap="2">
          <Text as="h4" weight="bold">
            {t('policies.needed.title')}
          </Text>
          <RequirementList requirements={approvals} />
        </Flex>
      )}
      <Flex direction="column" gap="2">
        <Text as="h4" weight="bold">
          {t('policies.asked.title')}
        </Text>
        <PolicyList label={t('policies.asked.title')} policies={policies} />
      </Flex>
      <Facts
        items={[
          [
            t('policies.simulator.lease'),
            lease?.maximum ?? t('policies.simulator.endless'),
          ],
          [
            t('policies.simulator.addOns'),
            addOns.join(', ') || t('policies.simulator.none'),
          ],
        ]}
      />
      {Object.keys(facts).length > 0 && (
        <details className={styles.more}>
          <summary>{t('policies.simulator.facts')}</summary>
          <CodeBlock label={t('policies.simulator.facts')}>
            {JSON.stringify(facts, undefined, 2)}
          </CodeBlock>
        </details>
      )}
    </Flex>
  );
}
