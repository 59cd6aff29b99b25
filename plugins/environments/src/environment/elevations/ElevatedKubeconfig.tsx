import { Button, Flex, Radio, RadioGroup, Text } from '@backstage/ui';
import { Environment } from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useTranslation } from '../../hooks/useTranslation';
import { KubeconfigLines } from '../KubeconfigLines';
import { KubeconfigForm, useKubeconfig } from '../useKubeconfig';

/** A kubeconfig with the rights of the open elevation, until that ends. */
export function ElevatedKubeconfig(props: { environment: Environment }) {
  const { id, name, cluster } = props.environment;
  const t = useTranslation();
  const [form, setForm] = useState<KubeconfigForm>('exec');
  const { kubeconfig, error, isSending, isExpired, get } = useKubeconfig(id);
  return (
    <Flex direction="column" gap="4" align="stretch">
      {!cluster.signIn && (
        <RadioGroup
          label={t('environment.access.elevation.form')}
          value={form}
          onChange={value => setForm(value === 'token' ? 'token' : 'exec')}
        >
          <Radio value="exec">{t('environment.access.elevation.exec')}</Radio>
          <Radio value="token">{t('environment.access.elevation.token')}</Radio>
        </RadioGroup>
      )}
      <div>
        <Button
          variant={kubeconfig ? 'secondary' : 'primary'}
          isDisabled={isSending}
          onPress={() => get('elevated', form)}
        >
          {t('environment.access.elevation.get')}
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
          name={`${name}-elevated`}
          kubeconfig={kubeconfig}
          signIn={cluster.signIn}
        />
      )}
    </Flex>
  );
}
