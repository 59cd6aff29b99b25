import { Flex, Switch, Text } from '@backstage/ui';
import { Problem, TemplateDetail } from '@sandlot/plugin-environments-common';
import { useTranslation } from '../hooks/useTranslation';
import { FieldProblems, problemsId } from './FieldProblems';
import { problemsAt } from './problems';

const NONE: ReadonlyMap<string, string> = new Map();

/** What the template offers beside itself, with these choices. */
export function AddOnSwitches(props: {
  template: TemplateDetail;
  offered: string[];
  /** Names of those that are switched on, on offer or not. */
  value: string[];
  problems: Problem[];
  /** Names of those that policies switch on, each with the reason. */
  forced?: ReadonlyMap<string, string>;
  isDisabled?: boolean;
  onChange: (value: string[]) => void;
}) {
  const { template, offered, value, problems, isDisabled, onChange } = props;
  const { forced = NONE } = props;
  const t = useTranslation();
  const shown = template.addOns.filter(
    ({ name }) => offered.includes(name) || forced.has(name),
  );
  // Problems name the place in the request, where the others are left out, and
  // what is forced comes after what was chosen.
  const sent = [
    ...new Set([
      ...value.filter(name => offered.includes(name)),
      ...forced.keys(),
    ]),
  ];
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
              isSelected={value.includes(name) || forced.has(name)}
              isDisabled={isDisabled || forced.has(name)}
              aria-describedby={[
                `${id}-description`,
                ...(forced.has(name) ? [`${id}-forced`] : []),
                problemsId(id),
              ].join(' ')}
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
            {forced.has(name) && (
              <Text as="p" id={`${id}-forced`} variant="body-small">
                {forced.get(name)}
              </Text>
            )}
          </FieldProblems>
        );
      })}
    </Flex>
  );
}
