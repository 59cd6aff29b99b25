import { AuditRecord, AuditSeal } from '@sandlot/plugin-environments-common';
import { StatusMark, Tone } from '../components/StatusMark';
import { useTranslation } from '../hooks/useTranslation';

const TONES: Record<AuditSeal | 'changed', Tone> = {
  pending: 'neutral',
  sealed: 'neutral',
  witnessed: 'success',
  changed: 'danger',
};

/** How far it is proven, and no further. */
export function SealMark(props: {
  record: Pick<AuditRecord, 'seal' | 'changed' | 'unreadable'>;
}) {
  const { seal: sealed = 'pending', changed, unreadable } = props.record;
  const seal = changed || unreadable ? 'changed' : sealed;
  const t = useTranslation();
  return (
    <span title={t(`audit.seal.meaning.${seal}`)}>
      <StatusMark tone={TONES[seal]}>{t(`audit.seal.${seal}`)}</StatusMark>
    </span>
  );
}
