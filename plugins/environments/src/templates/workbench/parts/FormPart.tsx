import { Alert, Flex, Text } from '@backstage/ui';
import { AddOnSwitches } from '../../../create/AddOnSwitches';
import { OwnManifests } from '../../../create/OwnManifests';
import { ParametersForm } from '../../../create/parameters/ParametersForm';
import {
  problemsElsewhere,
  problemsUnder,
  toSentence,
} from '../../../create/problems';
import { useForcedAddOns } from '../../../create/useForcedAddOns';
import { useTranslation } from '../../../hooks/useTranslation';
import { Choices, effectiveChoices } from '../choices';
import { GoodCheck } from '../useWorkbenchCheck';

/** The very form that developers see. */
export function FormPart(props: {
  good: GoodCheck;
  choices: Choices;
  onChoose: (choices: Choices) => void;
}) {
  const { good, choices, onChoose } = props;
  const { template, preview } = good;
  const t = useTranslation();
  const { parameters, addOns, manifests } = effectiveChoices(template, choices);
  const problems = preview?.problems ?? [];
  const forcedAddOns = useForcedAddOns(preview);
  const hasParameters =
    Object.keys((template.parameters.properties ?? {}) as object).length > 0;

  return (
    <Flex direction="column" gap="4">
      <Text as="p" color="secondary">
        {t('workbench.form.intro')}
      </Text>
      {hasParameters ? (
        <ParametersForm
          schema={template.parameters}
          groups={template.groups}
          hidden={preview?.hidden ?? template.hidden}
          value={parameters}
          problems={problems}
          onChange={value => onChoose({ ...choices, parameters: value })}
        />
      ) : (
        <Text as="p">{t('workbench.form.empty')}</Text>
      )}
      <AddOnSwitches
        template={template}
        offered={preview?.addOns ?? template.addOns.map(({ name }) => name)}
        value={addOns}
        problems={problems}
        forced={forcedAddOns}
        onChange={value => onChoose({ ...choices, addOns: value })}
      />
      {template.ownManifests && (
        <OwnManifests
          rules={template.ownManifests}
          value={manifests}
          problems={problemsUnder(problems, '/manifests')}
          onChange={value => onChoose({ ...choices, manifests: value })}
        />
      )}
      {problemsElsewhere(problems).map(problem => (
        <Alert
          key={problem.path + problem.message}
          role="alert"
          status="danger"
          icon
          title={toSentence(problem)}
        />
      ))}
    </Flex>
  );
}
