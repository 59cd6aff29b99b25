import { Elevation, entityName } from '@sandlot/plugin-environments-common';
import { DataColumn } from '../../components/DataTable';
import { EntityName } from '../../components/EntityName';
import { Time } from '../../components/Time';
import { formatDuration } from '../../format/time';
import { useNow } from '../../hooks/useNow';
import { useTranslation } from '../../hooks/useTranslation';
import { ElevationActs } from './ElevationActs';
import { Elevations } from './useElevations';

/** What there is to say about each, and to do with it. */
export function useElevationColumns(
  elevations: Elevations,
): DataColumn<Elevation>[] {
  const t = useTranslation();
  return [
    {
      id: 'person',
      label: t('environment.access.elevation.column.person'),
      render: ({ person }) => <EntityName entityRef={person} />,
    },
    {
      id: 'reason',
      label: t('environment.access.elevation.column.reason'),
      render: ({ reason }) => reason,
    },
    {
      id: 'state',
      label: t('environment.access.elevation.column.state'),
      render: elevation => <ElevationState elevation={elevation} />,
    },
    {
      id: 'act',
      label: t('environment.access.elevation.column.act'),
      render: elevation => (
        <ElevationActs
          elevation={elevation}
          onApprove={() => elevations.approve(elevation.id)}
          onReject={reason => elevations.reject(elevation.id, reason)}
          onClose={() => elevations.close(elevation.id)}
        />
      ),
    },
  ];
}

function ElevationState(props: { elevation: Elevation }) {
  const { state, minutes, lapsesAt, endsAt, decidedBy, decisionReason } =
    props.elevation;
  const t = useTranslation();
  const now = useNow(state === 'open');
  switch (state) {
    case 'requested':
      return (
        <>
          {t('environment.access.elevation.state.requested', {
            minutes: String(minutes),
          })}{' '}
          <Time value={lapsesAt} />
        </>
      );
    case 'open':
      return (
        <>
          {t('environment.access.elevation.state.open', {
            left: formatDuration(
              Math.max(0, Date.parse(endsAt!) - now.getTime()),
            ),
          })}{' '}
          <Time value={endsAt!} />
        </>
      );
    case 'rejected':
      return (
        <>
          {t('environment.access.elevation.state.rejected', {
            by: entityName(decidedBy!),
            reason: decisionReason ?? '',
          })}
        </>
      );
    default:
      return <HowItEnded elevation={props.elevation} />;
  }
}

/** Who ended it and when, who had agreed, and whether it was used. */
function HowItEnded(props: { elevation: Elevation }) {
  const { minutes, decidedBy, usedAt, closedAt } = props.elevation;
  const t = useTranslation();
  return (
    <>
      <div>
        {endOf(t, props.elevation)} {closedAt && <Time value={closedAt} />}
      </div>
      {decidedBy && (
        <>
          <div>
            {t('environment.access.elevation.state.agreed', {
              by: entityName(decidedBy),
              minutes: String(minutes),
            })}
          </div>
          <div>
            {usedAt ? (
              <>
                {t('environment.access.elevation.state.used')}{' '}
                <Time value={usedAt} />
              </>
            ) : (
              t('environment.access.elevation.state.unused')
            )}
          </div>
        </>
      )}
    </>
  );
}

function endOf(
  t: ReturnType<typeof useTranslation>,
  { state, closedBy }: Elevation,
): string {
  if (state !== 'closed' || !closedBy) {
    return t(`environment.access.elevation.state.${state as 'closed'}`);
  }
  // What time does, no person did.
  return closedBy.startsWith('user:')
    ? t('environment.access.elevation.state.closedBy', {
        by: entityName(closedBy),
      })
    : t('environment.access.elevation.state.ended');
}
