import { Flex, Switch, Text } from '@backstage/ui';
import { Problem, TemplateDetail } from '@sandlot/plugin-environments-common';
import { useTranslation } from '../hooks/useTranslation';
import { FieldProblems, problemsId } from './FieldProblems';
import { problemsAt } from './problems';

/** What the template offers beside itself, with these choices. */
export function AddOnSwitches(props: {
  template: TemplateDetail;
  offered: string[];
  /** Names of those that are switched on, on offer or not. */
  value: string[];
  problems: Problem[];
  isDisabled?: boolean;
  onChange: (value: string[]) => void;
}) {
  const { template, offered, value, problems, isDisabled, onChange } = props;
  const t = useTranslation();
  const shown = template.addOns.filter(({ name }) => offered.includes(name));
  // Problems name the place in the request, where the others are left out.
  const sent = value.filter(name => offered.includes(name));
  if (shown.length === 0) {
    return null;
  }
  return (
    <Flex direction="column" gap="3" role="group" aria-labelledby="add-ons">
      <Text as="h3" id="add-ons" variant="title-x-small">
        {t('create.addOns')}
      </Text>
      {shown.map(({ name, title, description }) => {
        const id = `add-on-${name}`;
        return (
          <FieldProblems
            key={name}
            id={id}
            problems={problemsAt(problems, `/addOns/${sent.indexOf(name)}`)}
          >
            <Switch
              label={title}
              isSelected={value.includes(name)}
              isDisabled={isDisabled}
              aria-describedby={`${id}-description ${problemsId(id)}`}
              onChange={isOn =>
                onChange(
                  isOn
                    ? [...value, name]
                    : value.filter(other => other !== name),
                )
              }
            />
            <Text
              as="p"
              id={`${id}-description`}
              variant="body-small"
              color="secondary"
            >
              {description}
            </Text>
          </FieldProblems>
        );
      })}
    </Flex>
  );
}
