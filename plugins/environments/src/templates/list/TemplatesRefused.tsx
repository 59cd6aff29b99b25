import { Alert } from '@backstage/ui';
import { useTranslation } from '../../hooks/useTranslation';

/** Says to those who may not see the figures why there are none. */
export function TemplatesRefused() {
  const t = useTranslation();
  return (
    <Alert
      role="alert"
      status="info"
      icon
      title={t('templates.refused.title')}
      description={t('templates.refused.description')}
    />
  );
}
