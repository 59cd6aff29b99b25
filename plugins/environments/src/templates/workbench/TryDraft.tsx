import { Button, Dialog, Flex, Text } from '@backstage/ui';
import { useId, useState } from 'react';
import { useTranslation } from '../../hooks/useTranslation';
import { Choices, effectiveChoices } from './choices';
import { TryForm } from './TryForm';
import { GoodCheck } from './useWorkbenchCheck';

/** The way from a draft to a real environment. */
export function TryDraft(props: {
  source: string;
  choices: Choices;
  /** The check of this very text; undefined while there are problems. */
  good: GoodCheck | undefined;
}) {
  const { source, choices, good } = props;
  const t = useTranslation();
  const whyNot = useId();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Flex direction="column" gap="1">
        <Button
          variant="primary"
          isDisabled={!good}
          aria-describedby={good ? undefined : whyNot}
          onPress={() => setOpen(true)}
        >
          {t('workbench.try.action')}
        </Button>
        {!good && (
          <Text id={whyNot} variant="body-small">
            {t('workbench.try.problems')}
          </Text>
        )}
      </Flex>
      {good && (
        <Dialog isOpen={isOpen} onOpenChange={setOpen} width="min(32rem, 92vw)">
          <TryForm
            template={good.template.name}
            content={{ source, ...effectiveChoices(good.template, choices) }}
            onClose={() => setOpen(false)}
          />
        </Dialog>
      )}
    </>
  );
}
