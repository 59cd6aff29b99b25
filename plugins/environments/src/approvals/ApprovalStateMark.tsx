import { Approval } from '@sandlot/plugin-environments-common';
import { StatusMark, Tone } from '../components/StatusMark';
import { useTranslation } from '../hooks/useTranslation';

const TONES: Record<Approval['state'], Tone> = {
  pending: 'neutral',
  approved: 'success',
  rejected: 'danger',
  expired: 'warning',
  cancelled: 'neutral',
  outdated: 'warning',
};

/** How it stands; that it waits for whoever looks at it is said loudest. */
export function ApprovalStateMark(props: {
  approval: Pick<Approval, 'state' | 'mayDecide'>;
}) {
  const { state, mayDecide } = props.approval;
  const t = useTranslation();
  return mayDecide ? (
    <StatusMark tone="warning">{t('approvals.yourTurn')}</StatusMark>
  ) : (
    <StatusMark tone={TONES[state]}>{t(`approvals.state.${state}`)}</StatusMark>
  );
}
