import { Alert, Text } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Environment } from '@sandlot/plugin-environments-common';
import { environmentsApiRef } from '../../api';
import { EntityName } from '../../components/EntityName';
import { ReasonDialog } from '../../components/ReasonDialog';
import { formatUtc } from '../../format/time';
import { useRichTranslation, useTranslation } from '../../hooks/useTranslation';

/** Who keeps the environment from its end and why, for all who see it. */
export function LegalHoldNotice(props: {
  environment: Environment;
  onChanged: (environment: Environment) => void;
}) {
  const { environment, onChanged } = props;
  const { id, name, legalHold, allowed } = environment;
  const t = useTranslation();
  const rich = useRichTranslation();
  const api = useApi(environmentsApiRef);
  if (!legalHold) {
    return null;
  }
  return (
    <Alert
      role="note"
      status="info"
      icon
      title={rich('lifecycle.legalHold.notice', {
        by: <EntityName entityRef={legalHold.by} />,
        since: formatUtc(legalHold.since),
      })}
      description={
        <>
          <Text as="p">{legalHold.reason}</Text>
          <Text as="p">{t('lifecycle.legalHold.meaning')}</Text>
        </>
      }
      customActions={
        allowed.legalHold && (
          <ReasonDialog
            action={t('lifecycle.legalHold.end.action')}
            title={t('lifecycle.legalHold.end.title', { name })}
            description={t('lifecycle.legalHold.end.description')}
            failed={t('lifecycle.legalHold.end.failed')}
            act={async reason => onChanged(await api.endLegalHold(id, reason))}
          />
        )
      }
    />
  );
}
