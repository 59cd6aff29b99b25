import { Alert } from '@backstage/ui';
import { Environment } from '@sandlot/plugin-environments-common';
import { useTranslation } from '../hooks/useTranslation';

/** How many are before it while the cluster is full. */
export function WaitingNotice(props: { environment: Environment }) {
  const { waiting, cluster } = props.environment;
  const t = useTranslation();
  return waiting ? (
    <Alert
      role="status"
      status="info"
      icon
      title={t(
        waiting.ahead === 0
          ? 'lifecycle.waiting.next'
          : 'lifecycle.waiting.title',
        { count: waiting.ahead },
      )}
      description={t('lifecycle.waiting.description', {
        cluster: cluster.title,
      })}
    />
  ) : null;
}
