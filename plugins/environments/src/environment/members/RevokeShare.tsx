import { Button, Flex } from '@backstage/ui';
import { toError } from '@backstage/errors';
import { Share } from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useTranslation } from '../../hooks/useTranslation';

/** Ends a link. A new one is made as easily, so that nothing is asked. */
export function RevokeShare(props: {
  share: Share;
  revoke: () => Promise<void>;
}) {
  const { share, revoke } = props;
  const t = useTranslation();
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<Error>();

  async function press() {
    setSending(true);
    setError(undefined);
    try {
      await revoke();
    } catch (failure) {
      setError(toError(failure));
    }
    setSending(false);
  }

  return (
    <Flex direction="column" gap="2">
      <div>
        <Button
          variant="secondary"
          size="small"
          isDisabled={isSending}
          aria-label={t('lifecycle.shares.revoke.label', {
            label: share.label,
          })}
          onPress={press}
        >
          {t('lifecycle.shares.revoke.action')}
        </Button>
      </div>
      {error && (
        <ErrorNotice
          error={error}
          title={t('lifecycle.shares.revoke.failed')}
        />
      )}
    </Flex>
  );
}
