import { Button, Dialog, Flex, Text } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  Environment,
  NewShare,
  Share,
} from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { environmentsApiRef } from '../../api';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { DataColumn, DataTable } from '../../components/DataTable';
import { EntityName } from '../../components/EntityName';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Sentence } from '../../components/Sentence';
import { Time } from '../../components/Time';
import { useEnvironmentSignal } from '../../hooks/useEnvironmentSignal';
import { useResource } from '../../hooks/useResource';
import { useTranslation } from '../../hooks/useTranslation';
import { NewShareLink } from './NewShareLink';
import { ShareForm } from './ShareForm';

/** The links with which others read the environment, for whoever may make them. */
export function SharesPart(props: { environment: Environment }) {
  const { environment } = props;
  const { id } = environment;
  const t = useTranslation();
  const api = useApi(environmentsApiRef);
  const shares = useResource(`shares of ${id}`, () => api.listShares(id));
  useEnvironmentSignal(id, shares.refresh);
  const [made, setMade] = useState<NewShare>();
  const [isOpen, setOpen] = useState(false);

  const columns: DataColumn<Share>[] = [
    {
      id: 'label',
      label: t('lifecycle.shares.column.label'),
      render: ({ label }) => label,
    },
    {
      id: 'state',
      label: t('lifecycle.shares.column.state'),
      render: ({ state, expiresAt, revokedAt }) => (
        <>
          {t(`lifecycle.shares.state.${state}`)}{' '}
          <Time value={revokedAt ?? expiresAt} />
        </>
      ),
    },
    {
      id: 'guests',
      label: t('lifecycle.shares.column.guests'),
      render: ({ guests }) =>
        guests.length === 0 ? (
          t('lifecycle.shares.unused')
        ) : (
          <Flex direction="column" gap="1">
            {guests.map(({ person }) => (
              <EntityName key={person} entityRef={person} />
            ))}
          </Flex>
        ),
    },
    {
      id: 'act',
      label: t('lifecycle.members.column.act'),
      render: ({ id: shareId, label, state }) =>
        state === 'active' ? (
          <ConfirmDialog
            action={t('lifecycle.shares.revoke.action')}
            label={t('lifecycle.shares.revoke.label', { label })}
            title={t('lifecycle.shares.revoke.title', { label })}
            description={t('lifecycle.shares.revoke.description')}
            failed={t('lifecycle.shares.revoke.failed')}
            act={async () => {
              shares.accept(await api.revokeShare(id, shareId));
              if (made?.share.id === shareId) setMade(undefined);
            }}
          />
        ) : null,
    },
  ];

  async function make(label: string, expiresAt: string) {
    const { share, code } = await api.createShare(id, { label, expiresAt });
    setMade({ share, code });
    shares.accept([share, ...(shares.data ?? [])]);
  }

  return (
    <Flex direction="column" gap="4">
      <Text as="h2" variant="title-x-small">
        {t('lifecycle.shares.title')}
      </Text>
      <Text as="p">{t('lifecycle.shares.intro')}</Text>
      {shares.error && (
        <ErrorNotice
          error={shares.error}
          title={t('lifecycle.shares.unlisted')}
          onRetry={shares.refresh}
        />
      )}
      {shares.data?.length === 0 && (
        <Sentence>{t('lifecycle.shares.empty')}</Sentence>
      )}
      {shares.data && shares.data.length > 0 && (
        <DataTable
          label={t('lifecycle.shares.title')}
          columns={columns}
          items={shares.data}
          getId={share => share.id}
        />
      )}
      {made && <NewShareLink environmentId={id} made={made} />}
      <div>
        <Button variant="secondary" onPress={() => setOpen(true)}>
          {t('lifecycle.shares.make.action')}
        </Button>
        <Dialog isOpen={isOpen} onOpenChange={setOpen} width="min(32rem, 92vw)">
          <ShareForm
            environment={environment}
            make={make}
            onClose={() => setOpen(false)}
          />
        </Dialog>
      </div>
    </Flex>
  );
}
