import { Link } from '@backstage/ui';
import { ActivityEvent, Operation } from '@sandlot/plugin-environments-common';
import { Digest } from '../components/Digest';
import { EntityName } from '../components/EntityName';
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
    member,
    end,
    owner,
    stages,
    reason,
    clonedFrom,
  } = props.operation;
  const t = useTranslation();
  const links = useLinks();
  // That something is written down says nothing of what was.
  const shown = stages.filter(({ name }) => name !== 'write');
  return (
    <>
      {member && <EntityName entityRef={member} />}
      {end && (
        <div>
          {t('environment.activity.end', {
            from: formatUtc(end.from),
            to: formatUtc(end.to),
          })}
        </div>
      )}
      {owner && (
        <div>
          {t('environment.activity.owner')}{' '}
          <EntityName entityRef={owner.from} />
          {' → '}
          <EntityName entityRef={owner.to} />
        </div>
      )}
      {from && from !== revision && (
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
      {shown.length > 0 && (
        <StageList stages={shown} now={props.now} isCompact />
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
