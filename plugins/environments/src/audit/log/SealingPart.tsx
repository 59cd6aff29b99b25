import { Alert, Flex, Text } from '@backstage/ui';
import { AuditLog } from '@sandlot/plugin-environments-common';
import { CodeBlock } from '../../components/CodeBlock';
import { CopyButton } from '../../components/CopyButton';
import { Facts } from '../../components/Facts';
import { Time } from '../../components/Time';
import { formatDuration } from '../../format/time';
import { useTranslation } from '../../hooks/useTranslation';

/** How much is sealed, with which keys, and what waits. */
export function SealingPart(props: { log: AuditLog }) {
  const { log } = props;
  const { checkpoint, keys, problem } = log;
  const t = useTranslation();
  return (
    <>
      {problem && (
        <Alert
          role="alert"
          status="danger"
          icon
          title={t('auditLog.sealing.problem')}
          description={problem}
        />
      )}
      {log.isLagging && !problem && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('auditLog.sealing.lagging')}
        />
      )}
      <Facts
        items={[
          [t('auditLog.sealing.origin'), log.origin],
          [
            t('auditLog.sealing.size'),
            BigInt(log.size).toLocaleString('en-US'),
          ],
          [
            t('auditLog.sealing.unsealed'),
            log.unsealed === 0
              ? t('auditLog.sealing.nothing')
              : t('auditLog.sealing.waiting', {
                  count: log.unsealed,
                  number: log.unsealed.toLocaleString('en-US'),
                  duration: formatDuration(log.lagSeconds * 1000),
                }),
          ],
          [
            t('auditLog.sealing.signedAt'),
            checkpoint && <Time value={checkpoint.signedAt} seconds />,
          ],
          [t('auditLog.sealing.root'), checkpoint?.root],
        ]}
      />
      {keys.length > 0 && (
        <Flex direction="column" gap="2" align="start">
          <Text as="p" variant="body-small" color="secondary">
            {t('auditLog.sealing.keysHelp')}
          </Text>
          <div style={{ maxWidth: '100%' }}>
            <CodeBlock label={t('auditLog.sealing.keys')}>
              {keys.join('\n')}
            </CodeBlock>
          </div>
          <CopyButton text={keys.join('\n')} />
        </Flex>
      )}
    </>
  );
}
