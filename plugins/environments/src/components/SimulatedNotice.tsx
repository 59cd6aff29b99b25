import { Text } from '@backstage/ui';
import { Cluster } from '@sandlot/plugin-environments-common';
import { useTranslation } from '../hooks/useTranslation';

/** Says, calmly, that nothing runs on a cluster with simulated nodes. */
export function SimulatedNotice(props: { cluster: Cluster }) {
  const t = useTranslation();
  return props.cluster.reality === 'simulated' ? (
    <Text as="p" variant="body-small" color="secondary">
      {t('common.reality.simulated', { cluster: props.cluster.title })}
    </Text>
  ) : null;
}
