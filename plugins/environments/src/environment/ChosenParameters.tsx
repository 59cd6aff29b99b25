import { Flex, Text } from '@backstage/ui';
import { Facts } from '../components/Facts';
import { toTemplateKey } from '../format/entityRef';
import { useTemplate } from '../hooks/useCatalogue';
import { useTranslation } from '../hooks/useTranslation';

/**
 * What was chosen when the environment was asked for, by the titles of the
 * template, as its form has them; by the keys as long as it cannot be read.
 */
export function ChosenParameters(props: {
  parameters: Record<string, unknown>;
  /** Reference of the template. */
  template: string;
}) {
  const { parameters, template } = props;
  const t = useTranslation();
  const { data } = useTemplate(toTemplateKey(template));
  const properties = (data?.parameters.properties ?? {}) as Record<
    string,
    Parameter | undefined
  >;
  // In the order of the form; what the template no longer has comes last.
  const chosen = [
    ...Object.keys(properties).filter(key => key in parameters),
    ...Object.keys(parameters).filter(key => !(key in properties)),
  ];

  return chosen.length > 0 ? (
    <Flex direction="column" gap="2">
      <Text as="h2" variant="title-x-small">
        {t('environment.activity.parameters')}
      </Text>
      <Facts
        items={chosen.map(key => [
          properties[key]?.title ?? key,
          toText(parameters[key], properties[key]),
        ])}
      />
    </Flex>
  ) : null;
}

/** What this page reads of a parameter's JSON Schema. */
interface Parameter {
  title?: string;
  oneOf?: { const?: unknown; title?: string }[];
}

function toText(value: unknown, parameter: Parameter | undefined): string {
  const choice = parameter?.oneOf?.find(one => one.const === value)?.title;
  if (choice !== undefined) {
    return choice;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
