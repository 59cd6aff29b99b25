import { AuditOutcome } from '@sandlot/plugin-environments-common';
import { StatusMark, Tone } from '../components/StatusMark';
import { useTranslation } from '../hooks/useTranslation';

const TONES: Record<AuditOutcome, Tone> = {
  pending: 'neutral',
  success: 'success',
  failure: 'danger',
  denied: 'warning',
  unknown: 'warning',
};

export function OutcomeMark(props: { outcome: AuditOutcome }) {
  const t = useTranslation();
  return (
    <StatusMark tone={TONES[props.outcome]}>
      {t(`audit.outcome.${props.outcome}`)}
    </StatusMark>
  );
}
