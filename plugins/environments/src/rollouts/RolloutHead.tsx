import { Link } from '@backstage/ui';
import { Rollout, RolloutDetail } from '@sandlot/plugin-environments-common';
import { Digest } from '../components/Digest';
import { EntityName } from '../components/EntityName';
import { PlaceHead } from '../components/PlaceHead';
import { Time } from '../components/Time';
import { useLinks } from '../hooks/useLinks';
import { useMayManageTemplates } from '../hooks/useMayManageTemplates';
import { useTranslation } from '../hooks/useTranslation';
import { RolloutActions } from './RolloutActions';
import { RolloutStateMark } from './RolloutStateMark';

/** Of what, to what, by whom, and what one can do with it now. */
export function RolloutHead(props: {
  rollout: Rollout;
  onChanged: (detail: RolloutDetail) => void;
}) {
  const { rollout, onChanged } = props;
  const t = useTranslation();
  const links = useLinks();
  const mayManage = useMayManageTemplates();
  return (
    <PlaceHead
      title={t('rollouts.title', { template: rollout.title })}
      actions={
        mayManage && <RolloutActions rollout={rollout} onChanged={onChanged} />
      }
      facts={[
        [t('rollouts.head.state'), <RolloutStateMark state={rollout.state} />],
        [t('rollouts.head.revision'), <Digest value={rollout.revision} />],
        [t('rollouts.head.by'), <EntityName entityRef={rollout.createdBy} />],
        [t('rollouts.head.started'), <Time value={rollout.createdAt} />],
        [
          t('rollouts.head.finished'),
          rollout.finishedAt && <Time value={rollout.finishedAt} />,
        ],
        [
          t('rollouts.head.pauses'),
          t('rollouts.head.pauseCount', { count: rollout.pauseAfterFailures }),
        ],
        [
          t('rollouts.head.waits'),
          t(
            rollout.waitBetweenCohorts
              ? 'rollouts.head.waitsYes'
              : 'rollouts.head.waitsNo',
          ),
        ],
        [
          t('audit.title'),
          links.audit && (
            <Link href={links.audit({ template: rollout.template })}>
              {t('rollouts.head.audit')}
            </Link>
          ),
        ],
      ]}
    />
  );
}
