import { Container, Flex, Link, Text } from '@backstage/ui';
import { RiFileShield2Line } from '@remixicon/react';
import { auditManagePermission } from '@sandlot/plugin-environments-common';
import { ReactNode } from 'react';
import { ResourceView } from '../../components/ResourceView';
import { TableSkeleton } from '../../components/TableSkeleton';
import { hasStatus } from '../../format/error';
import { useLinks } from '../../hooks/useLinks';
import { useMay } from '../../hooks/useMay';
import { useTranslation } from '../../hooks/useTranslation';
import { PluginPage } from '../../shell/PluginPage';
import { AuditRefused } from '../AuditRefused';
import { IntegrityLine } from '../integrity/IntegrityLine';
import { useAuditLog } from '../useAudit';
import { ArchivesPart } from './ArchivesPart';
import { CheckpointsPart } from './CheckpointsPart';
import { CoveragePart } from './CoveragePart';
import { ErasurePart } from './erasure/ErasurePart';
import { SealingPart } from './SealingPart';
import { SinksPart } from './SinksPart';
import { WitnessesPart } from './WitnessesPart';

/** How the log stands as a whole, so that its proofs can be judged. */
export function LogContent() {
  const t = useTranslation();
  const links = useLinks();
  const log = useAuditLog();
  const mayErase = useMay(auditManagePermission);
  if (hasStatus(log.error, 403)) {
    return <AuditRefused />;
  }
  return (
    <PluginPage
      title={t('auditLog.title')}
      icon={<RiFileShield2Line />}
      titleLink={links.auditLog}
    >
      <Container>
        <Flex direction="column" gap="5">
          <Link href={links.audit?.({}) ?? ''}>{t('auditLog.back')}</Link>
          {log.data && <IntegrityLine log={log} />}
          <ResourceView resource={log} skeleton={<TableSkeleton />}>
            {data => (
              <>
                <Part title={t('auditLog.sealing.title')}>
                  <SealingPart log={data} />
                </Part>
                <Part title={t('auditLog.witnesses.title')}>
                  <WitnessesPart witnesses={data.witnesses} />
                </Part>
                <Part title={t('auditLog.coverage.title')}>
                  <CoveragePart coverage={data.coverage} />
                </Part>
                <Part title={t('auditLog.checkpoints.title')}>
                  <CheckpointsPart />
                </Part>
                <Part title={t('auditLog.sinks.title')}>
                  <SinksPart sinks={data.sinks} onResumed={log.refresh} />
                </Part>
                <Part title={t('auditLog.archives.title')}>
                  <ArchivesPart archives={data.archives} />
                </Part>
                {mayErase && (
                  <Part title={t('auditLog.erasure.title')}>
                    <ErasurePart />
                  </Part>
                )}
              </>
            )}
          </ResourceView>
        </Flex>
      </Container>
    </PluginPage>
  );
}

function Part(props: { title: string; children: ReactNode }) {
  return (
    <section aria-label={props.title}>
      <Flex direction="column" gap="3">
        <Text as="h2" variant="title-x-small">
          {props.title}
        </Text>
        {props.children}
      </Flex>
    </section>
  );
}
