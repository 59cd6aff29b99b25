import { Button, Flex } from '@backstage/ui';
import { Elevation } from '@sandlot/plugin-environments-common';
import { DataColumn } from '../../components/DataTable';
import { EntityName } from '../../components/EntityName';
import { ReasonDialog } from '../../components/ReasonDialog';
import { Time } from '../../components/Time';
import { entityName } from '../../format/entityRef';
import { formatDuration } from '../../format/time';
import { useNow } from '../../hooks/useNow';
import { useTranslation } from '../../hooks/useTranslation';
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
        <ElevationActs elevation={elevation} elevations={elevations} />
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
      return <>{t(`environment.access.elevation.state.${state}`)}</>;
  }
}

function ElevationActs(props: {
  elevation: Elevation;
  elevations: Elevations;
}) {
  const { elevation, elevations } = props;
  const { id, mayDecide, mayClose } = elevation;
  const t = useTranslation();
  const person = entityName(elevation.person);
  return (
    <Flex gap="2" style={{ flexWrap: 'wrap' }}>
      {mayDecide && (
        <>
          <Button
            variant="primary"
            size="small"
            aria-label={t('environment.access.elevation.approveOf', { person })}
            onPress={() => elevations.approve(id)}
          >
            {t('environment.access.elevation.approve')}
          </Button>
          <ReasonDialog
            size="small"
            action={t('environment.access.elevation.reject.action')}
            label={t('environment.access.elevation.reject.label', { person })}
            title={t('environment.access.elevation.reject.title', { person })}
            description={t('environment.access.elevation.reject.description')}
            failed={t('environment.access.elevation.reject.failed')}
            isDestructive
            act={reason => elevations.reject(id, reason)}
          />
        </>
      )}
      {mayClose && !mayDecide && (
        <Button
          variant="secondary"
          size="small"
          aria-label={t('environment.access.elevation.closeOf', { person })}
          onPress={() => elevations.close(id)}
        >
          {t('environment.access.elevation.close')}
        </Button>
      )}
    </Flex>
  );
}
