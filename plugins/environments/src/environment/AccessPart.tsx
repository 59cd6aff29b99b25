import { Button, Flex, Radio, RadioGroup, Text } from '@backstage/ui';
import { Environment, Kubeconfig } from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { ErrorNotice } from '../components/ErrorNotice';
import { Sentence } from '../components/Sentence';
import { useTranslation } from '../hooks/useTranslation';
import { AccessAccounts } from './AccessAccounts';
import { ElevationsPart } from './elevations/ElevationsPart';
import { KubeconfigLines } from './KubeconfigLines';
import { KubeconfigForm, useKubeconfig } from './useKubeconfig';

/** How to get into the environment, for whom it lets in, and who is in. */
export function AccessPart(props: { environment: Environment }) {
  const { environment } = props;
  const { phase, allowed } = environment;
  const t = useTranslation();
  return (
    <Flex direction="column" gap="6" align="stretch">
      {allowed.access ? (
        <GetAccess environment={environment} />
      ) : (
        <Sentence>
          {phase === 'Ready'
            ? t('environment.access.notAllowed')
            : t(`environment.access.while.${phase}`)}
        </Sentence>
      )}
      {phase !== 'Deleted' && (
        <>
          <AccessAccounts environment={environment} />
          <ElevationsPart environment={environment} />
        </>
      )}
    </Flex>
  );
}

function GetAccess(props: { environment: Environment }) {
  const { id, name, cluster } = props.environment;
  const t = useTranslation();
  const [role, setRole] = useState<Kubeconfig['role']>('owner');
  const [form, setForm] = useState<KubeconfigForm>('exec');
  const { kubeconfig, error, isSending, isExpired, get } = useKubeconfig(id);

  return (
    <Flex direction="column" gap="4" align="stretch">
      <Text as="h2" variant="title-x-small">
        {t('environment.access.title')}
      </Text>
      <Text as="p">
        {t(
          cluster.signIn
            ? 'environment.access.introOidc'
            : 'environment.access.intro',
        )}
      </Text>
      {cluster.reality !== 'real' && (
        <Text as="p">{t(`environment.access.reality.${cluster.reality}`)}</Text>
      )}
      <RadioGroup
        label={t('environment.access.role')}
        value={role}
        onChange={value => setRole(value === 'viewer' ? 'viewer' : 'owner')}
      >
        <Radio value="owner">{t('environment.access.owner')}</Radio>
        <Radio value="viewer">{t('environment.access.viewer')}</Radio>
      </RadioGroup>
      {!cluster.signIn && (
        <RadioGroup
          label={t('environment.access.form')}
          value={form}
          onChange={value => setForm(value === 'token' ? 'token' : 'exec')}
        >
          <Radio value="exec">{t('environment.access.exec')}</Radio>
          <Radio value="token">{t('environment.access.token')}</Radio>
        </RadioGroup>
      )}
      <div>
        <Button
          variant={kubeconfig ? 'secondary' : 'primary'}
          isDisabled={isSending}
          onPress={() => get(role, form)}
        >
          {t(
            kubeconfig
              ? 'environment.access.getAgain'
              : 'environment.access.get',
          )}
        </Button>
      </div>
      <Text as="p" role="status">
        {isExpired ? t('environment.access.expired') : ''}
      </Text>
      {error && (
        <ErrorNotice error={error} title={t('environment.access.failed')} />
      )}
      {kubeconfig && (
        <KubeconfigLines
          name={name}
          kubeconfig={kubeconfig}
          signIn={cluster.signIn}
        />
      )}
    </Flex>
  );
}
