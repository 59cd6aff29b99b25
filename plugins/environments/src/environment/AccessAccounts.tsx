import { Flex, Text } from '@backstage/ui';
import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import {
  AccessAccount,
  Environment,
  entityName,
} from '@sandlot/plugin-environments-common';
import { useEffect, useState } from 'react';
import { environmentsApiRef } from '../api';
import { ConfirmDialog } from '../components/ConfirmDialog';
import { DataColumn, DataTable } from '../components/DataTable';
import { EntityName } from '../components/EntityName';
import { ErrorNotice } from '../components/ErrorNotice';
import { Sentence } from '../components/Sentence';
import { Time } from '../components/Time';
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
      render: ({ tokenEndsAt, username, state }) => {
        if (state === 'revoking') {
          return t('environment.access.people.revoking');
        }
        if (username !== undefined) {
          return t('environment.access.people.signsIn', { username });
        }
        if (tokenEndsAt === undefined) {
          return null;
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
      render: account => {
        const person = entityName(account.person);
        return account.state === 'active' &&
          (environment.allowed.members || account.person === me) ? (
          <ConfirmDialog
            action={t('environment.access.people.revoke')}
            label={t('environment.access.people.revokeOf', { person })}
            title={t('environment.access.people.revokeTitle', { person })}
            description={t('environment.access.people.revokeDescription')}
            failed={t('environment.access.people.failed')}
            act={() => revoke(account.person)}
          />
        ) : null;
      },
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
          title={t('environment.access.people.unlisted')}
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
  const [revoked, setRevoked] = useState<string>();

  const { refresh } = listed;
  useEffect(() => {
    refresh();
  }, [refresh, environment]);

  async function revoke(person: string) {
    setRevoked(undefined);
    listed.accept(await api.revokeAccess(id, person));
    setRevoked(person);
  }

  return {
    accounts: listed.data,
    error: listed.error,
    revoked,
    revoke,
    me,
  };
}
