import { Button, Dialog } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  DriftDecision,
  DriftedObject,
  Environment,
} from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { environmentsApiRef } from '../api';
import { useSendOnce } from '../hooks/useSendOnce';
import { useTranslation } from '../hooks/useTranslation';
import { ReasonedForm } from '../components/ReasonedForm';

/** One of the three things to do about drift, for the objects that are chosen. */
export function DecideDrift(props: {
  environmentId: string;
  decision: DriftDecision['decision'];
  objects: DriftedObject[];
  isDisabled?: boolean;
  describedBy?: string;
  onDecided: (environment: Environment) => void;
}) {
  const { environmentId, decision, objects, onDecided } = props;
  const t = useTranslation();
  const api = useApi(environmentsApiRef);
  const sendOnce = useSendOnce();
  const [isOpen, setOpen] = useState(false);
  const names = objects.map(({ kind, name }) => `${kind} ${name}`).join(', ');
  return (
    <>
      <Button
        variant="secondary"
        isDisabled={props.isDisabled || objects.length === 0}
        aria-describedby={props.describedBy}
        onPress={() => setOpen(true)}
      >
        {t(`environment.drift.${decision}.action`)}
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setOpen} width="min(32rem, 92vw)">
        <ReasonedForm
          title={t(`environment.drift.${decision}.title`)}
          description={t(`environment.drift.${decision}.description`, {
            objects: names,
          })}
          action={t(`environment.drift.${decision}.action`)}
          failed={t('environment.drift.failed')}
          until={decision === 'except' ? 'required' : undefined}
          act={async (reason, until) => {
            const request = {
              decision,
              objects: objects.map(({ apiVersion, kind, name }) => ({
                apiVersion,
                kind,
                name,
              })),
              reason,
              until,
            };
            onDecided(
              await sendOnce(request, idempotencyKey =>
                api.decideDrift(environmentId, request, { idempotencyKey }),
              ),
            );
          }}
          onClose={() => setOpen(false)}
        />
      </Dialog>
    </>
  );
}
