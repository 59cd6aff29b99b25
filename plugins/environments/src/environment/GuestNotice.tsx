import { Alert } from '@backstage/ui';
import { Environment, entityName } from '@sandlot/plugin-environments-common';
import { formatUtc } from '../format/time';
import { useTranslation } from '../hooks/useTranslation';

/** That a link let whoever looks in, and until when. */
export function GuestNotice(props: { environment: Environment }) {
  const { guest } = props.environment;
  const t = useTranslation();
  if (!guest) {
    return null;
  }
  return (
    <Alert
      role="note"
      status="info"
      icon
      title={t('environment.guest.title', {
        by: entityName(guest.sharedBy),
        until: formatUtc(guest.until),
      })}
      description={t('environment.guest.description')}
    />
  );
}
