import { AuditSeal } from '@sandlot/plugin-environments-common';
import { StatusMark, Tone } from '../components/StatusMark';
import { useTranslation } from '../hooks/useTranslation';

const TONES: Record<AuditSeal, Tone> = {
  pending: 'neutral',
  sealed: 'neutral',
  witnessed: 'success',
};

/** How far it is proven, and no further. */
export function SealMark(props: { seal: AuditSeal | undefined }) {
  const { seal = 'pending' } = props;
  const t = useTranslation();
  return (
    <span title={t(`audit.seal.meaning.${seal}`)}>
      <StatusMark tone={TONES[seal]}>{t(`audit.seal.${seal}`)}</StatusMark>
    </span>
  );
}
