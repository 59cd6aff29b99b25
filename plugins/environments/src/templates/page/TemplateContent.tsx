import {
  Alert,
  ButtonLink,
  Container,
  Flex,
  Link,
  Skeleton,
  VisuallyHidden,
} from '@backstage/ui';
import { TemplateReport } from '@sandlot/plugin-environments-common';
import { ResourceView } from '../../components/ResourceView';
import { TableSkeleton } from '../../components/TableSkeleton';
import { hasStatus } from '../../format/error';
import { useLinks } from '../../hooks/useLinks';
import { useTranslation } from '../../hooks/useTranslation';
import { TemplatesRefused } from '../list/TemplatesRefused';
import { useTemplateReports, useTemplateRevisions } from '../useTemplates';
import { HaltedNotice } from './HaltedNotice';
import { ProblemsNotice } from './ProblemsNotice';
import { TemplateHead } from './TemplateHead';
import { TemplateParts } from './TemplateParts';

/** One template: what is wrong with it, its revisions, what runs on it. */
export function TemplateContent(props: { namespace: string; name: string }) {
  const { namespace, name } = props;
  const t = useTranslation();
  const links = useLinks();
  const reports = useTemplateReports();
  const revisions = useTemplateRevisions({ namespace, name });
  const report = reports.data?.find(
    candidate => candidate.namespace === namespace && candidate.name === name,
  );

  function onChanged() {
    reports.refresh();
    revisions.refresh();
  }

  return (
    <Container py="4">
      <Flex direction="column" gap="4">
        <nav aria-label={t('templates.head.path')}>
          <Link href={links.templates}>{t('templates.title')}</Link>
        </nav>
        {report ? (
          <TemplateHead report={report} />
        ) : (
          <VisuallyHidden>
            <h1>{t('templates.title')}</h1>
          </VisuallyHidden>
        )}
        {hasStatus(reports.error, 403) ? (
          <TemplatesRefused />
        ) : (
          <ResourceView resource={reports} skeleton={<PageSkeleton />}>
            {() =>
              report ? (
                <Flex direction="column" gap="4">
                  <Notices report={report} onChanged={onChanged} />
                  <TemplateParts
                    report={report}
                    revisions={revisions}
                    onChanged={onChanged}
                  />
                </Flex>
              ) : (
                <MissingTemplate />
              )
            }
          </ResourceView>
        )}
      </Flex>
    </Container>
  );
}

function Notices(props: { report: TemplateReport; onChanged: () => void }) {
  const { report, onChanged } = props;
  const { halted, revision, problems } = report;
  return (
    <>
      {halted && revision && (
        <HaltedNotice
          halted={halted}
          revision={revision}
          onChanged={onChanged}
        />
      )}
      {problems.length > 0 && <ProblemsNotice report={report} />}
    </>
  );
}

function PageSkeleton() {
  return (
    <Flex direction="column" gap="4">
      <Skeleton width="40%" height={32} />
      <Skeleton width="70%" height={24} />
      <TableSkeleton />
    </Flex>
  );
}

function MissingTemplate() {
  const t = useTranslation();
  const links = useLinks();
  return (
    <Alert
      role="alert"
      status="warning"
      icon
      title={t('templates.missing.title')}
      description={t('templates.missing.description')}
      customActions={
        <ButtonLink variant="secondary" href={links.templates}>
          {t('templates.missing.all')}
        </ButtonLink>
      }
    />
  );
}
