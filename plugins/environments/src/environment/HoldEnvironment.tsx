import { Button, Dialog } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Environment } from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { environmentsApiRef } from '../api';
import { useTranslation } from '../hooks/useTranslation';
import { ReasonedForm } from './ReasonedForm';

/** Keeps rollouts away from the environment, with a reason. */
export function HoldEnvironment(props: {
  environment: Environment;
  onChanged: (environment: Environment) => void;
}) {
  const { environment, onChanged } = props;
  const t = useTranslation();
  const api = useApi(environmentsApiRef);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="secondary" onPress={() => setOpen(true)}>
        {t('environment.hold.action')}
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setOpen} width="min(32rem, 92vw)">
        <ReasonedForm
          title={t('environment.hold.title', { name: environment.name })}
          description={t('environment.hold.description')}
          action={t('environment.hold.action')}
          failed={t('environment.hold.failed')}
          until="optional"
          act={async (reason, until) =>
            onChanged(
              await api.holdEnvironment(environment.id, { reason, until }),
            )
          }
          onClose={() => setOpen(false)}
        />
      </Dialog>
    </>
  );
}
