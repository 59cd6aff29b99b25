import { Button, Flex } from '@backstage/ui';
import { Elevation, entityName } from '@sandlot/plugin-environments-common';
import { ReasonDialog } from '../../components/ReasonDialog';
import { useTranslation } from '../../hooks/useTranslation';

/** What the caller may do with an elevation. */
export function ElevationActs(props: {
  elevation: Elevation;
  onApprove: () => void;
  /** Rejects when it was not done, for the dialog to say so. */
  onReject: (reason: string) => Promise<void>;
  /** Absent where only undecided ones are. */
  onClose?: () => void;
}) {
  const { elevation, onApprove, onReject, onClose } = props;
  const { mayDecide, mayClose } = elevation;
  const t = useTranslation();
  const person = entityName(elevation.person);
  const canClose = onClose && mayClose && !mayDecide;
  // A cell with nothing in it is left out in a narrow window.
  if (!mayDecide && !canClose) return null;
  return (
    <Flex gap="2" style={{ flexWrap: 'wrap' }}>
      {mayDecide && (
        <>
          <Button
            variant="primary"
            size="small"
            aria-label={t('environment.access.elevation.approveOf', { person })}
            onPress={onApprove}
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
            act={onReject}
          />
        </>
      )}
      {canClose && (
        <Button
          variant="secondary"
          size="small"
          aria-label={t('environment.access.elevation.closeOf', { person })}
          onPress={onClose}
        >
          {t('environment.access.elevation.close')}
        </Button>
      )}
    </Flex>
  );
}
