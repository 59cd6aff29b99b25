import { toError } from '@backstage/errors';
import { Alert, Button, Flex } from '@backstage/ui';
import { useState } from 'react';
import { ErrorNotice } from '../components/ErrorNotice';
import { errorMessage, hasStatus } from '../format/error';
import { useTranslation } from '../hooks/useTranslation';
import { saveFile } from './saveFile';

/** Saves a proof as a file; that there is none yet is no failure. */
export function SaveProof(props: {
  label: string;
  fileName: string;
  load: () => Promise<string>;
}) {
  const t = useTranslation();
  const [isLoading, setLoading] = useState(false);
  const [error, setError] = useState<Error>();

  async function save() {
    setLoading(true);
    setError(undefined);
    try {
      saveFile(props.fileName, new Blob([await props.load()]));
    } catch (failure) {
      setError(toError(failure));
    }
    setLoading(false);
  }
  return (
    <Flex direction="column" gap="2" align="start">
      <Button variant="secondary" loading={isLoading} onPress={save}>
        {props.label}
      </Button>
      {error &&
        (hasStatus(error, 404) ? (
          <Alert
            role="status"
            status="info"
            icon
            title={t('audit.proof.notYet')}
            description={errorMessage(error)}
          />
        ) : (
          <ErrorNotice
            error={error}
            title={t('audit.proof.failed')}
            onRetry={save}
          />
        ))}
    </Flex>
  );
}
