import { Button, Dialog } from '@backstage/ui';
import { useState } from 'react';
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
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="primary"
        isDisabled={!good}
        onPress={() => setOpen(true)}
      >
        {t('workbench.try.action')}
      </Button>
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
