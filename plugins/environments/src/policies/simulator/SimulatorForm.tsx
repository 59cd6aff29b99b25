import { Button, Flex, TextField } from '@backstage/ui';
import {
  Cluster,
  PolicySimulationRequest,
  TemplateDetail,
} from '@sandlot/plugin-environments-common';
import { FormEvent, useState } from 'react';
import { TimeField } from '../../audit/filter/TimeField';
import { EntityPicker } from '../../components/EntityPicker';
import { AddOnSwitches } from '../../create/AddOnSwitches';
import { ClusterField } from '../../create/ClusterField';
import styles from '../../create/CreateForm.module.css';
import { ParametersForm } from '../../create/parameters/ParametersForm';
import { useCreateForm } from '../../create/useCreateForm';
import { PRINCIPALS } from '../../environment/members/principals';
import { useTranslation } from '../../hooks/useTranslation';
import { SimulationAnswer } from './SimulationAnswer';
import { useSimulation } from './useSimulation';

const PEOPLE = { kind: ['User'] };
const NOBODY: string[] = [];

/** Left the request, as its person would fill it in; right what would come of it. */
export function SimulatorForm(props: {
  template: TemplateDetail;
  clusters: Cluster[];
}) {
  const { template, clusters } = props;
  const t = useTranslation();
  const form = useCreateForm(template, NOBODY, undefined, 'simulate');
  const { owner, cluster, parameters, addOns } = form.values;
  const [person, setPerson] = useState<string>();
  const [called, setCalled] = useState('');
  const [at, setAt] = useState<string>();
  const { simulate, ...state } = useSimulation();

  const request: PolicySimulationRequest | undefined =
    person && owner
      ? {
          person,
          template: template.ref,
          owner,
          parameters,
          ...(template.addOns.length > 0 && { addOns }),
          ...(called && { name: called }),
          ...(cluster && { cluster }),
          ...(at && { at }),
        }
      : undefined;
  const isAnswered =
    request !== undefined &&
    JSON.stringify(request) === JSON.stringify(state.request);
  const problems = (isAnswered && state.simulation?.problems) || [];

  function submit(event: FormEvent) {
    event.preventDefault();
    if (request && !state.isSending) {
      simulate(request);
    }
  }

  return (
    <form
      className={styles.columns}
      aria-label={t('policies.simulator.form')}
      noValidate
      onSubmit={submit}
    >
      <Flex direction="column" gap="4">
        <EntityPicker
          label={t('policies.simulator.person')}
          isRequired
          validationBehavior="aria"
          filter={PEOPLE}
          value={person}
          onChange={setPerson}
        />
        <EntityPicker
          label={t('policies.simulator.owner')}
          isRequired
          validationBehavior="aria"
          filter={PRINCIPALS}
          value={owner || undefined}
          onChange={value => form.change({ owner: value ?? '' }, '/owner')}
        />
        <TextField
          label={t('policies.simulator.name')}
          description={t('policies.simulator.nameHelp')}
          value={called}
          onChange={setCalled}
        />
        <ClusterField
          clusters={clusters}
          value={cluster}
          problems={[]}
          onChange={value => form.change({ cluster: value }, '/cluster')}
        />
        <Flex>
          <TimeField
            label={t('policies.simulator.at')}
            value={at}
            onCommit={setAt}
          />
        </Flex>
        {/* All of them: what applies with which choice, only a preview knows,
            and that is its own person's. */}
        <ParametersForm
          schema={template.parameters}
          groups={template.groups}
          value={parameters}
          problems={problems}
          onChange={(value, path) => form.change({ parameters: value }, path)}
        />
        <AddOnSwitches
          template={template}
          offered={template.addOns.map(({ name }) => name)}
          value={addOns}
          problems={problems}
          onChange={value => form.change({ addOns: value }, '/addOns')}
        />
        <div>
          <Button
            type="submit"
            variant="primary"
            isDisabled={!request || state.isSending}
          >
            {t('policies.simulator.submit')}
          </Button>
        </div>
      </Flex>
      <SimulationAnswer
        template={template}
        simulation={state.simulation}
        error={state.error}
        isOfForm={isAnswered}
      />
    </form>
  );
}
