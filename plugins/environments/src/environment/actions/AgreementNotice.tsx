import { Alert } from '@backstage/ui';
import { Lease } from '@sandlot/plugin-environments-common';
import { listNames } from '../../format/listNames';
import { formatUtc } from '../../format/time';
import { useTranslation } from '../../hooks/useTranslation';

/** Before one clicks: who must agree to such an end, and what is until then. */
export function AgreementNotice(props: {
  kind: 'extend' | 'restore';
  lease: Lease;
  approvers: string[];
  /** Such a request waits already. */
  isWaiting: boolean;
}) {
  const { kind, lease, approvers, isWaiting } = props;
  const t = useTranslation();
  function whatIsMeanwhile() {
    if (isWaiting) {
      return t('approvals.change.already');
    }
    return kind === 'extend'
      ? t('approvals.change.meanwhile', { time: formatUtc(lease.expiresAt) })
      : t('approvals.change.meanwhileGone');
  }
  return (
    <Alert
      role="note"
      status={isWaiting ? 'warning' : 'info'}
      icon
      title={t('approvals.change.first', { by: listNames(approvers) })}
      description={whatIsMeanwhile()}
    />
  );
}
