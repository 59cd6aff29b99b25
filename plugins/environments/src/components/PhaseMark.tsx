import { Phase } from '@sandlot/plugin-environments-common';
import { useTranslation } from '../hooks/useTranslation';
import { StatusMark, Tone } from './StatusMark';

/** How each phase looks. */
export const PHASE_TONES: Record<Phase, Tone> = {
  AwaitingApproval: 'neutral',
  Waiting: 'neutral',
  Provisioning: 'active',
  Ready: 'success',
  Updating: 'active',
  Failed: 'danger',
  Hibernating: 'active',
  Hibernated: 'neutral',
  Resuming: 'active',
  Deleting: 'active',
  Deleted: 'neutral',
};

export function PhaseMark(props: { phase: Phase }) {
  const t = useTranslation();
  return (
    <StatusMark tone={PHASE_TONES[props.phase]}>
      {t(`common.phase.${props.phase}`)}
    </StatusMark>
  );
}
