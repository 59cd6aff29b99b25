import { Link } from '@backstage/ui';
import { ActivityEvent, Operation } from '@sandlot/plugin-environments-common';
import { Digest } from '../components/Digest';
import { Words } from '../components/Words';
import { formatUtc } from '../format/time';
import { useLinks } from '../hooks/useLinks';
import { useTranslation } from '../hooks/useTranslation';
import { StageList } from './StageList';

/** What an operation made the environment of, and how far it came. */
export function OperationDetails(props: { operation: Operation; now: Date }) {
  const {
    revision,
    from,
    addOns = [],
    stages,
    reason,
    clonedFrom,
  } = props.operation;
  const t = useTranslation();
  const links = useLinks();
  return (
    <>
      {from && (
        <div>
          {t('environment.activity.revision')} <Digest value={from} />
          {' → '}
          <Digest value={revision} />
        </div>
      )}
      {addOns.length > 0 && (
        <div>
          {t('environment.activity.addOns', { names: addOns.join(', ') })}
        </div>
      )}
      {clonedFrom && (
        <div>
          {t('environment.activity.clonedFrom')}{' '}
          <Link href={links.environment(clonedFrom)}>
            {t('environment.activity.original')}
          </Link>
        </div>
      )}
      {reason && (
        <div>
          <Words>{reason}</Words>
        </div>
      )}
      {stages.length > 0 && (
        <StageList stages={stages} now={props.now} isCompact />
      )}
    </>
  );
}

/** Why something was decided, about what and until when. */
export function EventDetails(props: { event: ActivityEvent }) {
  const { reason, until, objects } = props.event;
  const t = useTranslation();
  return (
    <>
      {objects.length > 0 && (
        <div>
          {objects.map(({ kind, name }) => `${kind} ${name}`).join(', ')}
        </div>
      )}
      {reason && (
        <div>
          <Words>{reason}</Words>
        </div>
      )}
      {until && (
        <div>{t('environment.activity.until', { time: formatUtc(until) })}</div>
      )}
    </>
  );
}
