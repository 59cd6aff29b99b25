import { Flex, Switch, Text } from '@backstage/ui';
import { Problem } from '@sandlot/plugin-environments-common';
import { useId } from 'react';
import { OwnManifests } from '../create/OwnManifests';
import { toTemplateKey } from '../format/entityRef';
import { useTemplate } from '../hooks/useCatalogue';
import { useTranslation } from '../hooks/useTranslation';

/** Other objects of the owner's own in the place of those that there are. */
export function ReplaceManifests(props: {
  /** Entity reference. */
  template: string;
  /** Undefined keeps what there is, an empty text drops it. */
  value: string | undefined;
  problems: Problem[];
  onChange: (value: string | undefined) => void;
}) {
  const { template, value, problems, onChange } = props;
  const t = useTranslation();
  const help = useId();
  const rules = useTemplate(toTemplateKey(template)).data?.ownManifests;
  // Without rules one can still drop what the new revision does not take.
  if (!rules && problems.length === 0 && value === undefined) {
    return null;
  }
  return (
    <Flex direction="column" gap="2">
      <Switch
        label={t(`environment.manifests.${rules ? 'replace' : 'drop'}`)}
        aria-describedby={help}
        isSelected={value !== undefined}
        onChange={isOn => onChange(isOn ? '' : undefined)}
      />
      <Text as="p" id={help} variant="body-small" color="secondary">
        {t(`environment.manifests.${rules ? 'replaceHelp' : 'dropHelp'}`)}
      </Text>
      {rules && value !== undefined && (
        <OwnManifests
          rules={rules}
          value={value}
          problems={problems}
          isExpanded
          onChange={onChange}
        />
      )}
    </Flex>
  );
}
