import { Alert, Container } from '@backstage/ui';
import { RiFileShield2Line } from '@remixicon/react';
import { useTranslation } from '../hooks/useTranslation';
import { PluginPage } from '../shell/PluginPage';

/** Says to everybody else why there is nothing to see here. */
export function AuditRefused() {
  const t = useTranslation();
  return (
    <PluginPage title={t('audit.title')} icon={<RiFileShield2Line />}>
      <Container>
        <Alert
          role="alert"
          status="info"
          icon
          title={t('audit.refused.title')}
          description={t('audit.refused.description')}
        />
      </Container>
    </PluginPage>
  );
}
