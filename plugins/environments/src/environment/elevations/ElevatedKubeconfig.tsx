import { Button, Flex, Text } from '@backstage/ui';
import { Environment } from '@sandlot/plugin-environments-common';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useTranslation } from '../../hooks/useTranslation';
import { KubeconfigLines } from '../KubeconfigLines';
import { useKubeconfig } from '../useKubeconfig';

/** A kubeconfig with the rights of the open elevation, until that ends. */
export function ElevatedKubeconfig(props: { environment: Environment }) {
  const { id, name } = props.environment;
  const t = useTranslation();
  const { kubeconfig, error, isSending, isExpired, get } = useKubeconfig(id);
  return (
    <Flex direction="column" gap="4" align="stretch">
      <div>
        <Button
          variant={kubeconfig ? 'secondary' : 'primary'}
          isDisabled={isSending}
          onPress={() => get('elevated', 'token')}
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
        <KubeconfigLines name={`${name}-elevated`} kubeconfig={kubeconfig} />
      )}
    </Flex>
  );
}
