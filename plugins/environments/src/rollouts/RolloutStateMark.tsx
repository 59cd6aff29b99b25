import { Rollout } from '@sandlot/plugin-environments-common';
import { StatusMark, Tone } from '../components/StatusMark';
import { useTranslation } from '../hooks/useTranslation';

const TONES: Record<Rollout['state'], Tone> = {
  Running: 'active',
  Paused: 'warning',
  Completed: 'success',
  Cancelled: 'neutral',
};

export function RolloutStateMark(props: { state: Rollout['state'] }) {
  const t = useTranslation();
  return (
    <StatusMark tone={TONES[props.state]}>
      {t(`rollouts.state.${props.state}`)}
    </StatusMark>
  );
}
