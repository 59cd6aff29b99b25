import { Button, Container, Flex, Link } from '@backstage/ui';
import { RiFileShield2Line } from '@remixicon/react';
import { useRef } from 'react';
import { ResourceView } from '../../components/ResourceView';
import { TableSkeleton } from '../../components/TableSkeleton';
import { hasStatus } from '../../format/error';
import { useLinks } from '../../hooks/useLinks';
import { useQueryState } from '../../hooks/useQueryState';
import { useTranslation } from '../../hooks/useTranslation';
import { PluginPage } from '../../shell/PluginPage';
import { AuditRefused } from '../AuditRefused';
import { saveFile } from '../saveFile';
import { useAuditReport } from '../useAudit';
import { PeriodChoice } from './PeriodChoice';
import { toRange } from './periods';
import { printDocument } from './printDocument';
import styles from './Report.module.css';
import { reportCsv } from './reportCsv';
import { toReportDocument } from './reportDocument';
import { ReportView } from './ReportView';

const NAMES = ['from', 'to'] as const;

/** What was done in a period, for who has to answer for it. */
export function ReportContent() {
  const t = useTranslation();
  const links = useLinks();
  const { values, set } = useQueryState(NAMES);
  const usual = toRange('lastMonth', new Date());
  const period = {
    from: values.from ?? usual.from,
    to: values.to ?? usual.to,
  };
  const report = useAuditReport(period);
  const paper = useRef<HTMLElement>(null);

  if (hasStatus(report.error, 403)) {
    return <AuditRefused />;
  }
  const name = `audit-report-${period.from.slice(0, 10)}`;

  function toDocument(): string {
    return toReportDocument(t('auditReport.title'), paper.current!);
  }
  return (
    <PluginPage
      title={t('auditReport.title')}
      icon={<RiFileShield2Line />}
      titleLink={links.auditReport?.({})}
    >
      <Container>
        <Flex direction="column" gap="4">
          <Link href={links.audit?.({}) ?? ''} className={styles.screenOnly}>
            {t('auditLog.back')}
          </Link>
          <div className={styles.tools}>
            <PeriodChoice period={period} onChange={set} />
            {report.data && (
              <Flex gap="2" style={{ flexWrap: 'wrap' }}>
                <Button
                  variant="primary"
                  onPress={() => printDocument(toDocument())}
                >
                  {t('auditReport.print')}
                </Button>
                <Button
                  variant="secondary"
                  onPress={() =>
                    saveFile(
                      `${name}.html`,
                      new Blob([toDocument()], { type: 'text/html' }),
                    )
                  }
                >
                  {t('auditReport.html')}
                </Button>
                <Button
                  variant="secondary"
                  onPress={() =>
                    saveFile(
                      `${name}.csv`,
                      new Blob([reportCsv(report.data!)], { type: 'text/csv' }),
                    )
                  }
                >
                  {t('auditReport.csv')}
                </Button>
              </Flex>
            )}
          </div>
          <ResourceView
            resource={report}
            skeleton={<TableSkeleton rows={12} />}
          >
            {data => <ReportView ref={paper} report={data} />}
          </ResourceView>
        </Flex>
      </Container>
    </PluginPage>
  );
}
