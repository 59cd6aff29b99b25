import {
  Alert,
  ButtonLink,
  Container,
  Flex,
  Link,
  Skeleton,
  Text,
  VisuallyHidden,
} from '@backstage/ui';
import { RolloutDetail } from '@sandlot/plugin-environments-common';
import { ResourceView } from '../components/ResourceView';
import { TableSkeleton } from '../components/TableSkeleton';
import { hasStatus, isFutile } from '../format/error';
import { useLinks } from '../hooks/useLinks';
import { Resource } from '../hooks/useResource';
import { useTranslation } from '../hooks/useTranslation';
import { TemplatesRefused } from '../templates/list/TemplatesRefused';
import { CohortProgress } from './CohortProgress';
import { MembersTable } from './MembersTable';
import { RolloutHead } from './RolloutHead';
import { useRollout } from './useRollouts';

/** One rollout, live. */
export function RolloutContent(props: { id: string }) {
  const t = useTranslation();
  const links = useLinks();
  const resource = useRollout(props.id);
  const rollout = resource.data?.rollout;
  return (
    <Container py="4">
      <Flex direction="column" gap="4">
        <nav aria-label={t('rollouts.head.path')}>
          <Flex gap="2">
            <Link href={links.templates}>{t('templates.title')}</Link>
            {rollout && (
              <>
                <span aria-hidden="true">/</span>
                <Link
                  href={links.template(rollout.template, { tab: 'rollouts' })}
                >
                  {rollout.title}
                </Link>
              </>
            )}
          </Flex>
        </nav>
        {rollout ? (
          <RolloutHead rollout={rollout} onChanged={resource.accept} />
        ) : (
          <VisuallyHidden>
            <h1>{t('templates.tabs.rollouts')}</h1>
          </VisuallyHidden>
        )}
        <Body resource={resource} />
      </Flex>
    </Container>
  );
}

function Body(props: { resource: Resource<RolloutDetail> }) {
  const { resource } = props;
  const { data, error } = resource;
  const t = useTranslation();
  if (!data && hasStatus(error, 403)) {
    return <TemplatesRefused />;
  }
  if (!data && error && isFutile(error)) {
    return <MissingRollout />;
  }
  const skeleton = (
    <Flex direction="column" gap="4">
      <Skeleton width="40%" height={32} />
      <Skeleton height={80} />
      <TableSkeleton />
    </Flex>
  );
  return (
    <ResourceView resource={resource} skeleton={skeleton}>
      {({ rollout, members }) => (
        <Flex direction="column" gap="5">
          {(rollout.state === 'Paused' || rollout.state === 'Cancelled') && (
            <Alert
              role="status"
              status={rollout.state === 'Paused' ? 'warning' : 'info'}
              icon
              title={t(`rollouts.notice.${rollout.state}`)}
              description={rollout.reason}
            />
          )}
          <CohortProgress cohorts={rollout.cohorts} />
          <section aria-labelledby="rollout-members">
            <Flex direction="column" gap="3">
              <Text as="h2" id="rollout-members" variant="title-x-small">
                {t('rollouts.members.title')}
              </Text>
              <MembersTable members={members} isStale={resource.isStale} />
            </Flex>
          </section>
        </Flex>
      )}
    </ResourceView>
  );
}

function MissingRollout() {
  const t = useTranslation();
  const links = useLinks();
  return (
    <Alert
      role="alert"
      status="warning"
      icon
      title={t('rollouts.missing.title')}
      description={t('rollouts.missing.description')}
      customActions={
        <ButtonLink variant="secondary" href={links.templates}>
          {t('templates.missing.all')}
        </ButtonLink>
      }
    />
  );
}
