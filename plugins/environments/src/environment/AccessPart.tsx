import { Button, Flex, Radio, RadioGroup, Text } from '@backstage/ui';
import { Environment, Kubeconfig } from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { ErrorNotice } from '../components/ErrorNotice';
import { Sentence } from '../components/Sentence';
import { useTranslation } from '../hooks/useTranslation';
import { KubeconfigLines } from './KubeconfigLines';
import { useKubeconfig } from './useKubeconfig';

/** How to get into the environment, for whom it lets in. */
export function AccessPart(props: { environment: Environment }) {
  const { id, name, phase, cluster, allowed } = props.environment;
  const t = useTranslation();
  const [role, setRole] = useState<Kubeconfig['role']>('owner');
  const { kubeconfig, error, isSending, isExpired, get } = useKubeconfig(id);

  if (!allowed.access) {
    return (
      <Sentence>
        {phase === 'Ready'
          ? t('environment.access.notAllowed')
          : t(`environment.access.while.${phase}`)}
      </Sentence>
    );
  }
  return (
    <Flex direction="column" gap="4" align="stretch">
      <Text as="h2" variant="title-x-small">
        {t('environment.access.title')}
      </Text>
      <Text as="p">{t('environment.access.intro')}</Text>
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
      <div>
        <Button
          variant={kubeconfig ? 'secondary' : 'primary'}
          isDisabled={isSending}
          onPress={() => get(role)}
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
      {kubeconfig && <KubeconfigLines name={name} kubeconfig={kubeconfig} />}
    </Flex>
  );
}
