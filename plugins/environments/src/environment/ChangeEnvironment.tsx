import { Button, Dialog } from '@backstage/ui';
import { Environment } from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { useTranslation } from '../hooks/useTranslation';
import { ChangeForm } from './ChangeForm';

/** The button to upgrade or roll back, and the dialog that shows what it means. */
export function ChangeEnvironment(props: {
  environment: Environment;
  kind: 'upgrade' | 'rollback';
  variant?: 'primary' | 'secondary';
  /** The id of what has to be known before. */
  describedBy?: string;
  onChanged: (environment: Environment) => void;
}) {
  const {
    environment,
    kind,
    variant = 'secondary',
    describedBy,
    onChanged,
  } = props;
  const t = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant={variant}
        aria-describedby={describedBy}
        onPress={() => setOpen(true)}
      >
        {t(`environment.${kind}.action`)}
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setOpen} width="min(56rem, 94vw)">
        <ChangeForm
          environment={environment}
          kind={kind}
          onChanged={onChanged}
          onClose={() => setOpen(false)}
        />
      </Dialog>
    </>
  );
}
