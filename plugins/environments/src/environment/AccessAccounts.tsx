import { Button, Flex, Text } from '@backstage/ui';
import { toError } from '@backstage/errors';
import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import {
  AccessAccount,
  Environment,
} from '@sandlot/plugin-environments-common';
import { useEffect, useState } from 'react';
import { environmentsApiRef } from '../api';
import { DataColumn, DataTable } from '../components/DataTable';
import { EntityName } from '../components/EntityName';
import { ErrorNotice } from '../components/ErrorNotice';
import { Sentence } from '../components/Sentence';
import { Time } from '../components/Time';
import { entityName } from '../format/entityRef';
import { useNow } from '../hooks/useNow';
import { useResource } from '../hooks/useResource';
import { useTranslation } from '../hooks/useTranslation';

/** Who has a service account in the environment; one's own can be given back. */
export function AccessAccounts(props: { environment: Environment }) {
  const { environment } = props;
  const t = useTranslation();
  const now = useNow(true);
  const { accounts, error, revoked, revoke, me } = useAccounts(environment);

  const columns: DataColumn<AccessAccount>[] = [
    {
      id: 'person',
      label: t('environment.access.people.column.person'),
      render: ({ person }) => <EntityName entityRef={person} />,
    },
    {
      id: 'role',
      label: t('environment.access.people.column.role'),
      render: ({ role }) => t(`environment.access.people.role.${role}`),
    },
    {
      id: 'token',
      label: t('environment.access.people.column.token'),
      render: ({ tokenEndsAt, state }) => {
        if (state === 'revoking') {
          return t('environment.access.people.revoking');
        }
        const isOver = Date.parse(tokenEndsAt) < now.getTime();
        return (
          <>
            {t(`environment.access.people.${isOver ? 'ended' : 'until'}`)}{' '}
            <Time value={tokenEndsAt} />
          </>
        );
      },
    },
    {
      id: 'act',
      label: t('environment.access.people.column.act'),
      render: ({ person, state }) =>
        state === 'active' && (environment.allowed.members || person === me) ? (
          <Button
            variant="secondary"
            size="small"
            aria-label={t('environment.access.people.revokeOf', {
              person: entityName(person),
            })}
            onPress={() => revoke(person)}
          >
            {t('environment.access.people.revoke')}
          </Button>
        ) : null,
    },
  ];

  return (
    <Flex direction="column" gap="4" align="stretch">
      <Text as="h2" variant="title-x-small">
        {t('environment.access.people.title')}
      </Text>
      <Text as="p">{t('environment.access.people.intro')}</Text>
      <Text as="p" role="status">
        {revoked
          ? t('environment.access.people.revoked', {
              person: entityName(revoked),
            })
          : ''}
      </Text>
      {error && (
        <ErrorNotice
          error={error}
          title={t('environment.access.people.failed')}
        />
      )}
      {accounts?.length === 0 && (
        <Sentence>{t('environment.access.people.empty')}</Sentence>
      )}
      {accounts && accounts.length > 0 && (
        <DataTable
          label={t('environment.access.people.title')}
          columns={columns}
          items={accounts}
          getId={({ account }) => account}
        />
      )}
    </Flex>
  );
}

/** As they are whenever the environment has changed: a token that is given out is a change. */
function useAccounts(environment: Environment) {
  const api = useApi(environmentsApiRef);
  const identity = useApi(identityApiRef);
  const { id } = environment;
  const listed = useResource(`access of ${id}`, () => api.listAccess(id));
  const { data: me } = useResource('me', async () => {
    const { userEntityRef } = await identity.getBackstageIdentity();
    return userEntityRef;
  });
  const [error, setError] = useState<Error>();
  const [revoked, setRevoked] = useState<string>();

  const { refresh } = listed;
  useEffect(() => {
    refresh();
  }, [refresh, environment]);

  async function revoke(person: string) {
    setError(undefined);
    setRevoked(undefined);
    try {
      listed.accept(await api.revokeAccess(id, person));
      setRevoked(person);
    } catch (failure) {
      setError(toError(failure));
    }
  }

  return {
    accounts: listed.data,
    error: error ?? listed.error,
    revoked,
    revoke,
    me,
  };
}
