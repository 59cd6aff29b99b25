import { useApi } from '@backstage/frontend-plugin-api';
import { Rollout, RolloutDetail } from '@sandlot/plugin-environments-common';
import { environmentsApiRef } from '../api';
import { ReasonDialog } from '../components/ReasonDialog';
import { useTranslation } from '../hooks/useTranslation';

const ACTS: Record<Rollout['state'], ('pause' | 'resume' | 'cancel')[]> = {
  Running: ['pause', 'cancel'],
  Paused: ['resume', 'cancel'],
  Completed: [],
  Cancelled: [],
};

/** What can be done with a rollout as it stands; each asks for a reason. */
export function RolloutActions(props: {
  rollout: Rollout;
  onChanged: (detail: RolloutDetail) => void;
}) {
  const { rollout, onChanged } = props;
  const t = useTranslation();
  const api = useApi(environmentsApiRef);

  function send(act: 'pause' | 'resume' | 'cancel', reason: string) {
    switch (act) {
      case 'pause':
        return api.pauseRollout(rollout.id, { reason });
      case 'resume':
        return api.resumeRollout(rollout.id, { reason });
      default:
        return api.cancelRollout(rollout.id, { reason });
    }
  }

  return (
    <>
      {ACTS[rollout.state].map(act => (
        <ReasonDialog
          key={act}
          action={t(`rollouts.${act}.action`)}
          title={t(`rollouts.${act}.title`)}
          description={t(`rollouts.${act}.description`)}
          failed={t(`rollouts.${act}.failed`)}
          isDestructive={act === 'cancel'}
          act={async reason => onChanged(await send(act, reason))}
        />
      ))}
    </>
  );
}
