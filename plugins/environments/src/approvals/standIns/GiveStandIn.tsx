import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Dialog } from '@backstage/ui';
import { useState } from 'react';
import { environmentsApiRef } from '../../api';
import { EntityPicker } from '../../components/EntityPicker';
import { ReasonedForm } from '../../components/ReasonedForm';
import { useTranslation } from '../../hooks/useTranslation';

/** Groups decide nothing themselves. */
const PEOPLE = { kind: ['User'] };
/** The end of the day must still be within the 90 days of the contract. */
const MAXIMUM_DAYS = 89;

/** Names somebody who decides in one's place, until a day. */
export function GiveStandIn(props: { onGiven: () => void }) {
  const t = useTranslation();
  const api = useApi(environmentsApiRef);
  const [isOpen, setOpen] = useState(false);
  const [person, setPerson] = useState<string>();

  function toggle(isOpened: boolean) {
    setPerson(undefined);
    setOpen(isOpened);
  }

  return (
    <div>
      <Button variant="secondary" onPress={() => toggle(true)}>
        {t('approvals.standIns.give.action')}
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={toggle} width="min(32rem, 92vw)">
        <ReasonedForm
          title={t('approvals.standIns.give.title')}
          description={t('approvals.standIns.give.description')}
          action={t('approvals.standIns.give.action')}
          failed={t('approvals.standIns.give.failed')}
          isReasonOptional
          isReady={person !== undefined}
          until="required"
          maximumDays={MAXIMUM_DAYS}
          act={async (reason, until) => {
            await api.delegateApprovals({
              to: person!,
              until: until!,
              ...(reason && { reason }),
            });
            props.onGiven();
          }}
          onClose={() => toggle(false)}
        >
          <EntityPicker
            label={t('approvals.standIns.give.person')}
            isRequired
            validationBehavior="aria"
            filter={PEOPLE}
            value={person}
            onChange={setPerson}
          />
        </ReasonedForm>
      </Dialog>
    </div>
  );
}
