import { Button, Dialog } from '@backstage/ui';
import { TemplateRevision } from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { useTranslation } from '../../hooks/useTranslation';
import { RolloutForm } from './RolloutForm';

/** The way to a rollout, and the dialog that asks what it should be. */
export function StartRollout(props: {
  template: string;
  revisions: TemplateRevision[];
}) {
  const t = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onPress={() => setOpen(true)}>
        {t('rollouts.start.action')}
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setOpen} width="min(40rem, 94vw)">
        <RolloutForm {...props} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
