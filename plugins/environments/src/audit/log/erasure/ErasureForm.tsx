import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Skeleton, TextField } from '@backstage/ui';
import { KeyboardEvent, useState } from 'react';
import { environmentsApiRef } from '../../../api';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { ReasonedForm } from '../../../components/ReasonedForm';
import { useTranslation } from '../../../hooks/useTranslation';
import { ErasurePreview } from './ErasurePreview';
import { useErasurePreview } from './useErasurePreview';

/** As catalog references of users are. */
const PERSON = /^user:[a-z0-9-_.]+\/[a-z0-9-_.]+$/i;

/** Asks whom, shows what that erases, and erases once the reference is typed again. */
export function ErasureForm(props: {
  onErased: (records: number) => void;
  onClose: () => void;
}) {
  const t = useTranslation();
  const api = useApi(environmentsApiRef);
  const [written, setWritten] = useState('');
  const [typed, setTyped] = useState('');
  const { preview, error, isLoading, look, forget } = useErasurePreview();
  const person = written.trim();
  const isPerson = PERSON.test(person);
  const isFound = preview !== undefined && preview.records + preview.views > 0;

  function lookOnEnter(event: KeyboardEvent) {
    if (event.key === 'Enter' && !preview) {
      event.preventDefault();
      if (isPerson) {
        look(person);
      }
    }
  }

  return (
    <ReasonedForm
      title={t('auditLog.erasure.formTitle')}
      description={t('auditLog.erasure.description')}
      action={t('auditLog.erasure.action')}
      failed={t('auditLog.erasure.failed')}
      isDestructive
      isReady={isFound && typed.trim() === person}
      act={async reason => {
        const { records } = await api.erasePerson({ person, reason });
        props.onErased(records);
      }}
      onClose={props.onClose}
    >
      <TextField
        label={t('auditLog.erasure.person')}
        description={t(
          person === '' || isPerson
            ? 'auditLog.erasure.personHelp'
            : 'auditLog.erasure.noPerson',
        )}
        value={written}
        onChange={value => {
          setWritten(value);
          setTyped('');
          forget();
        }}
        onKeyDown={lookOnEnter}
        autoComplete="off"
        // Focus has to move into the dialog, and this is what it asks for first.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
      />
      {!preview && (
        <div>
          <Button
            variant="secondary"
            isDisabled={!isPerson || isLoading}
            onPress={() => look(person)}
          >
            {t('auditLog.erasure.look')}
          </Button>
        </div>
      )}
      <div aria-live="polite">
        {isLoading && (
          <Flex
            direction="column"
            gap="2"
            role="status"
            aria-label={t('common.loading')}
          >
            <Skeleton height={20} width="70%" />
            <Skeleton height={20} width="50%" />
          </Flex>
        )}
        {error && (
          <ErrorNotice
            error={error}
            title={t('auditLog.erasure.previewFailed')}
            onRetry={() => look(person)}
          />
        )}
        {preview && <ErasurePreview person={person} preview={preview} />}
      </div>
      {isFound && (
        <TextField
          label={t('auditLog.erasure.confirm', { person })}
          value={typed}
          onChange={setTyped}
          autoComplete="off"
        />
      )}
    </ReasonedForm>
  );
}
