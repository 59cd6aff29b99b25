import { Button, Dialog, Radio, RadioGroup } from '@backstage/ui';
import { ElevationRequest } from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { ReasonedForm } from '../../components/ReasonedForm';
import { useTranslation } from '../../hooks/useTranslation';

const CHOICES = ['15', '30', '60'];

/** A button, and what it asks: for how long, and why. */
export function RequestElevation(props: {
  name: string;
  request: (asked: ElevationRequest) => Promise<void>;
}) {
  const { name, request } = props;
  const t = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [minutes, setMinutes] = useState('30');
  return (
    <>
      <Button variant="secondary" onPress={() => setOpen(true)}>
        {t('environment.access.elevation.request.action')}
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setOpen} width="min(32rem, 92vw)">
        <ReasonedForm
          action={t('environment.access.elevation.request.action')}
          title={t('environment.access.elevation.request.title', { name })}
          description={t('environment.access.elevation.request.description')}
          failed={t('environment.access.elevation.request.failed')}
          act={reason => request({ minutes: Number(minutes), reason })}
          onClose={() => setOpen(false)}
        >
          <RadioGroup
            label={t('environment.access.elevation.request.minutes')}
            value={minutes}
            onChange={setMinutes}
          >
            {CHOICES.map(choice => (
              <Radio key={choice} value={choice}>
                {t('environment.access.elevation.request.minutesOf', {
                  minutes: choice,
                })}
              </Radio>
            ))}
          </RadioGroup>
        </ReasonedForm>
      </Dialog>
    </>
  );
}
