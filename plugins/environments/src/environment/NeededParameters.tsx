import { Flex, Text } from '@backstage/ui';
import {
  Environment,
  UpgradePreview,
} from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { ResourceView } from '../components/ResourceView';
import { TableSkeleton } from '../components/TableSkeleton';
import { ParametersForm } from '../create/parameters/ParametersForm';
import { toTemplateKey } from '../format/entityRef';
import { pointerSegments } from '../format/pointer';
import { useTemplate } from '../hooks/useCatalogue';
import { useTranslation } from '../hooks/useTranslation';

/** The parameters for which the new revision needs another value. */
export function NeededParameters(props: {
  environment: Environment;
  preview: UpgradePreview;
  onChange: (parameters: Record<string, unknown>) => void;
}) {
  const { environment, preview, onChange } = props;
  const t = useTranslation();
  const [asked, setAsked] = useState<string[]>([]);
  const [value, setValue] = useState(preview.parameters);
  const named = preview.problems
    .map(({ path }) => pointerSegments(path))
    .filter(([root, name]) => root === 'parameters' && name)
    .map(([, name]) => name);
  // What was asked for once stays, so that one can change it again.
  const names = [...new Set([...asked, ...named])];
  if (names.length > asked.length) {
    setAsked(names);
  }

  return names.length > 0 ? (
    <Flex direction="column" gap="3">
      <Text as="h3" weight="bold">
        {t('environment.change.needed')}
      </Text>
      <NeededForm
        environment={environment}
        names={names}
        value={value}
        problems={preview.problems}
        onChange={next => {
          setValue(next);
          onChange(next);
        }}
      />
    </Flex>
  ) : null;
}

function NeededForm(props: {
  environment: Environment;
  names: string[];
  value: Record<string, unknown>;
  problems: UpgradePreview['problems'];
  onChange: (parameters: Record<string, unknown>) => void;
}) {
  const { environment, names, value, problems, onChange } = props;
  const template = useTemplate(toTemplateKey(environment.template.ref));
  return (
    <ResourceView resource={template} skeleton={<TableSkeleton rows={1} />}>
      {({ parameters }) => (
        <ParametersForm
          schema={parameters}
          hidden={Object.keys(parameters.properties ?? {}).filter(
            name => !names.includes(name),
          )}
          value={value}
          problems={problems}
          onChange={onChange}
        />
      )}
    </ResourceView>
  );
}
