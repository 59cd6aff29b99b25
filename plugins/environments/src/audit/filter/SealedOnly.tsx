import { Alert, Text } from '@backstage/ui';
import { AuditLog } from '@sandlot/plugin-environments-common';
import { useTranslation } from '../../hooks/useTranslation';
import { AuditFilterState } from './useAuditFilter';

/** What is looked up in words that are taken from a record when it is sealed. */
const SEALED_ONLY = ['group', 'revision', 'text'] as const;

/** Says what a filter cannot find yet. */
export function SealedOnly(props: {
  filter: AuditFilterState;
  log: AuditLog | undefined;
}) {
  const { filter, log } = props;
  const t = useTranslation();
  if (!SEALED_ONLY.some(name => filter.values[name])) {
    return null;
  }
  const isWaiting = log && log.unsealed > 0;
  if (isWaiting && (log.isLagging || log.problem !== undefined)) {
    return (
      <Alert
        role="status"
        status="warning"
        icon
        title={t('audit.sealedOnly.waiting', {
          count: log.unsealed,
          number: log.unsealed.toLocaleString('en-US'),
        })}
        description={t('audit.sealedOnly.why')}
      />
    );
  }
  return (
    <Text as="p" variant="body-small" color="secondary">
      {t('audit.sealedOnly.why')} {t('audit.sealedOnly.soon')}
    </Text>
  );
}
