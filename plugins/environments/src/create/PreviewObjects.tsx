import { Button, Flex, Text } from '@backstage/ui';
import { Preview } from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { stringify } from 'yaml';
import { CodeBlock } from '../components/CodeBlock';
import { useOriginText } from '../hooks/useOriginText';
import { useTranslation } from '../hooks/useTranslation';
import styles from './PreviewPanel.module.css';

/** The objects that will be made, by who brings them; or all of it as YAML. */
export function PreviewObjects(props: { preview: Preview }) {
  const { objects } = props.preview;
  const t = useTranslation();
  const toOriginText = useOriginText();
  const [isYamlShown, setYamlShown] = useState(false);
  const origins = [...new Set(objects.map(({ origin }) => origin))];
  return (
    <Flex direction="column" gap="2">
      <Flex justify="between" align="center" gap="2">
        <Text as="h4" weight="bold">
          {t('create.preview.objects', { count: objects.length })}
        </Text>
        <Button
          variant="tertiary"
          aria-expanded={isYamlShown}
          onPress={() => setYamlShown(!isYamlShown)}
        >
          {t(
            isYamlShown ? 'create.preview.hideYaml' : 'create.preview.showYaml',
          )}
        </Button>
      </Flex>
      {isYamlShown ? (
        <CodeBlock label={t('create.preview.yamlLabel')}>
          {objects.map(({ manifest }) => stringify(manifest)).join('---\n')}
        </CodeBlock>
      ) : (
        origins.map(origin => (
          <div key={origin} className={styles.origin} data-origin={origin}>
            <Text as="h5" variant="body-small" color="secondary">
              {toOriginText(origin)}
            </Text>
            <ul
              className={styles.objects}
              aria-label={t('create.preview.objectsFrom', {
                origin: toOriginText(origin),
              })}
            >
              {objects
                .filter(object => object.origin === origin)
                .map(({ kind, name }) => (
                  <li key={`${kind}/${name}`}>
                    {kind} <code>{name}</code>
                  </li>
                ))}
            </ul>
          </div>
        ))
      )}
    </Flex>
  );
}
