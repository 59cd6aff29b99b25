import { Alert, Button, Flex, Text } from '@backstage/ui';
import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import { Environment } from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { environmentsApiRef } from '../api';
import { EntityName } from '../components/EntityName';
import { ErrorNotice } from '../components/ErrorNotice';
import { formatUtc } from '../format/time';
import { useRichTranslation, useTranslation } from '../hooks/useTranslation';

/** Who holds the environment and why, for all who see it. */
export function HoldNotice(props: {
  environment: Environment;
  onChanged: (environment: Environment) => void;
}) {
  const { environment, onChanged } = props;
  const { id, hold, allowed } = environment;
  const t = useTranslation();
  const rich = useRichTranslation();
  const api = useApi(environmentsApiRef);
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<Error>();
  if (!hold) {
    return null;
  }

  async function release() {
    setSending(true);
    setError(undefined);
    try {
      onChanged(await api.releaseEnvironment(id));
    } catch (refusal) {
      setError(toError(refusal));
    }
    setSending(false);
  }

  const facts = {
    by: <EntityName entityRef={hold.by} />,
    since: formatUtc(hold.since),
  };
  return (
    <Flex direction="column" gap="2">
      <Alert
        role="note"
        status="info"
        icon
        title={
          hold.until
            ? rich('environment.hold.noticeUntil', {
                ...facts,
                until: formatUtc(hold.until),
              })
            : rich('environment.hold.notice', facts)
        }
        description={<Text as="p">{hold.reason}</Text>}
        customActions={
          allowed.hold && (
            <Button
              variant="secondary"
              isDisabled={isSending}
              onPress={release}
            >
              {t('environment.hold.release')}
            </Button>
          )
        }
      />
      {error && (
        <ErrorNotice error={error} title={t('environment.hold.notReleased')} />
      )}
    </Flex>
  );
}
