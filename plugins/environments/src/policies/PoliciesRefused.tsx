import { Alert } from '@backstage/ui';
import { useTranslation } from '../hooks/useTranslation';

/** Says to those who may not try policies why, and where they see their own. */
export function PoliciesRefused() {
  const t = useTranslation();
  return (
    <Alert
      role="alert"
      status="info"
      icon
      title={t('policies.refused.title')}
      description={t('policies.refused.description')}
    />
  );
}
