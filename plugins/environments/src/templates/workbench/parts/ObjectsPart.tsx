import {
  Accordion,
  AccordionGroup,
  AccordionPanel,
  AccordionTrigger,
  Text,
} from '@backstage/ui';
import { stringify } from 'yaml';
import { CodeBlock } from '../../../components/CodeBlock';
import { Sentence } from '../../../components/Sentence';
import { useOriginText } from '../../../hooks/useOriginText';
import { useTranslation } from '../../../hooks/useTranslation';
import { GoodCheck } from '../useWorkbenchCheck';

/** What it makes with the choices of the form, object by object. */
export function ObjectsPart(props: { good: GoodCheck }) {
  const objects = props.good.preview?.objects ?? [];
  const t = useTranslation();
  const toOriginText = useOriginText();
  if (objects.length === 0) {
    return <Sentence>{t('workbench.objects.incomplete')}</Sentence>;
  }
  return (
    <>
      <Text as="p" weight="bold">
        {t('create.preview.objects', { count: objects.length })}
      </Text>
      <AccordionGroup allowsMultiple aria-label={t('workbench.objects.label')}>
        {objects.map(({ apiVersion, kind, name, origin, manifest }) => (
          <Accordion key={`${apiVersion}/${kind}/${name}`}>
            <AccordionTrigger
              title={`${kind} ${name}`}
              subtitle={toOriginText(origin)}
            />
            <AccordionPanel>
              <CodeBlock label={t('workbench.objects.yaml', { kind, name })}>
                {stringify(manifest)}
              </CodeBlock>
            </AccordionPanel>
          </Accordion>
        ))}
      </AccordionGroup>
    </>
  );
}
