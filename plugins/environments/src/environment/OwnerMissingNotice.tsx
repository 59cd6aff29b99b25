import { Alert } from '@backstage/ui';
import { Environment } from '@sandlot/plugin-environments-common';
import { formatUtc } from '../format/time';
import { useTranslation } from '../hooks/useTranslation';

/** That the catalog does not have the owner any more, and what comes of it. */
export function OwnerMissingNotice(props: { environment: Environment }) {
  const { owner, ownerMissing } = props.environment;
  const t = useTranslation();
  if (!ownerMissing) {
    return null;
  }
  const { since, toldAt } = ownerMissing;
  return (
    <Alert
      role="note"
      status="warning"
      icon
      title={t('environment.ownerMissing.title', {
        // Not a link: the catalog has no page of them.
        owner,
        since: formatUtc(since),
      })}
      description={
        toldAt
          ? t('environment.ownerMissing.told', { at: formatUtc(toldAt) })
          : t('environment.ownerMissing.waits')
      }
    />
  );
}
