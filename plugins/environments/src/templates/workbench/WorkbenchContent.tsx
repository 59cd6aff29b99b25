import { Container, Flex, Link, Skeleton } from '@backstage/ui';
import { templateReportPermission } from '@sandlot/plugin-environments-common';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useLinks } from '../../hooks/useLinks';
import { useMay } from '../../hooks/useMay';
import { useQueryState } from '../../hooks/useQueryState';
import { useTranslation } from '../../hooks/useTranslation';
import { BLANK_TEMPLATE } from './blankTemplate';
import { useDraft } from './useDraft';
import { usePublished } from './usePublished';
import { Workbench } from './Workbench';

const NAMES = ['template'] as const;

/** The workbench: of one template, or of one that is to be. */
export function WorkbenchContent() {
  const t = useTranslation();
  const links = useLinks();
  const maySeeTemplates = useMay(templateReportPermission);
  const { values } = useQueryState(NAMES);
  const { template } = values;
  return (
    <Container py="4">
      <Flex direction="column" gap="4">
        <nav aria-label={t('templates.head.path')}>
          {maySeeTemplates ? (
            <Link href={links.templates}>{t('templates.title')}</Link>
          ) : (
            <Link href={links.mine}>{t('common.environments')}</Link>
          )}
        </nav>
        <Loaded key={template ?? ''} template={template} />
      </Flex>
    </Container>
  );
}

function Loaded(props: { template: string | undefined }) {
  const { template } = props;
  const t = useTranslation();
  const draft = useDraft(template ?? '');
  const published = usePublished(template);
  if (published.isPending && draft.text === undefined) {
    return (
      <Flex
        direction="column"
        gap="4"
        role="status"
        aria-label={t('common.loading')}
      >
        <Skeleton width="40%" height={32} />
        <Skeleton height={320} />
      </Flex>
    );
  }
  return (
    <>
      {published.error && (
        <ErrorNotice
          error={published.error}
          title={t('workbench.notFetched')}
          next={t('workbench.notFetchedHint')}
          onRetry={published.refresh}
        />
      )}
      <Workbench
        template={template}
        published={published.data ?? BLANK_TEMPLATE}
        draft={draft}
      />
    </>
  );
}
