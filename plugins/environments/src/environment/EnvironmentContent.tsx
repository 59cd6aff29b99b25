import {
  Alert,
  ButtonLink,
  Container,
  Flex,
  Link,
  Skeleton,
  VisuallyHidden,
} from '@backstage/ui';
import { Environment } from '@sandlot/plugin-environments-common';
import { ErrorNotice } from '../components/ErrorNotice';
import { ResourceView } from '../components/ResourceView';
import { SimulatedNotice } from '../components/SimulatedNotice';
import { isFutile } from '../format/error';
import { isChanging } from '../format/phase';
import { formatUtc } from '../format/time';
import { useEnvironment } from '../hooks/useEnvironment';
import { useLinks } from '../hooks/useLinks';
import { Resource } from '../hooks/useResource';
import { useTranslation } from '../hooks/useTranslation';
import { ApprovalsNotice } from './ApprovalsNotice';
import { BlockersNotice } from './BlockersNotice';
import { EnvironmentHead } from './EnvironmentHead';
import { EnvironmentParts } from './EnvironmentParts';
import { FailureNotice } from './FailureNotice';
import { GuestNotice } from './GuestNotice';
import { HoldNotice } from './HoldNotice';
import { LegalHoldNotice } from './lease/LegalHoldNotice';
import { MissingObjectsNotice } from './MissingObjectsNotice';
import { NotMadeNotice } from './NotMadeNotice';
import { OwnerMissingNotice } from './OwnerMissingNotice';
import { PendingChangesNotice } from './PendingChangesNotice';
import { ReceiptPart } from './ReceiptPart';
import { Stages } from './Stages';
import { WaitingNotice } from './WaitingNotice';
import { useShareCode } from './useShareCode';

/** One environment, live; whoever comes with a share link is let in first. */
export function EnvironmentContent(props: { id: string }) {
  const { isPending, error } = useShareCode(props.id);
  const t = useTranslation();
  if (isPending) {
    return (
      <Container py="4">
        <VisuallyHidden>
          <h1>{t('common.environments')}</h1>
        </VisuallyHidden>
        <PageSkeleton />
      </Container>
    );
  }
  return (
    <>
      {error && (
        <Container pt="4">
          <ErrorNotice error={error} title={t('lifecycle.shares.notGood')} />
        </Container>
      )}
      <LiveEnvironment id={props.id} />
    </>
  );
}

function LiveEnvironment(props: { id: string }) {
  const environment = useEnvironment(props.id);
  const t = useTranslation();
  const links = useLinks();
  const { data, error } = environment;
  // The server asks for nothing but the id, so it is that which it refuses.
  const isMissing = !data && error !== undefined && isFutile(error);
  return (
    <Container py="4">
      <Flex direction="column" gap="4">
        <nav aria-label={t('environment.head.path')}>
          <Link href={links.mine}>{t('common.environments')}</Link>
        </nav>
        {data ? (
          <EnvironmentHead environment={data} onChanged={environment.accept} />
        ) : (
          <VisuallyHidden>
            <h1>{t('common.environments')}</h1>
          </VisuallyHidden>
        )}
        {isMissing ? <MissingEnvironment /> : <Body resource={environment} />}
      </Flex>
    </Container>
  );
}

function Body(props: { resource: Resource<Environment> }) {
  return (
    <ResourceView resource={props.resource} skeleton={<PageSkeleton />}>
      {environment => (
        <Flex direction="column" gap="5">
          <SimulatedNotice cluster={environment.cluster} />
          <GuestNotice environment={environment} />
          {environment.phase === 'Ready' && (
            <MissingObjectsNotice environment={environment} />
          )}
          <OwnerMissingNotice environment={environment} />
          <LegalHoldNotice
            environment={environment}
            onChanged={props.resource.accept}
          />
          <PendingChangesNotice
            environment={environment}
            onChanged={props.resource.accept}
          />
          <HoldNotice
            environment={environment}
            onChanged={props.resource.accept}
          />
          <Progress
            environment={environment}
            onChanged={props.resource.accept}
          />
          <EnvironmentParts
            environment={environment}
            onChanged={props.resource.accept}
          />
        </Flex>
      )}
    </ResourceView>
  );
}

function PageSkeleton() {
  return (
    <Flex direction="column" gap="4" py="4">
      <Skeleton width="30%" height={32} />
      <Skeleton width="60%" height={24} />
      <Skeleton height={160} />
    </Flex>
  );
}

function Progress(props: {
  environment: Environment;
  onChanged: (environment: Environment) => void;
}) {
  const { phase, operation, deletedAt, updatedAt } = props.environment;
  const t = useTranslation();
  if (phase === 'Deleted') {
    return (
      <>
        <NotMadeNotice environment={props.environment} />
        <Alert
          status="info"
          icon
          title={t('environment.deleted', {
            time: formatUtc(deletedAt ?? updatedAt),
          })}
        />
        {operation.receipt && (
          <ReceiptPart
            receipt={operation.receipt}
            environment={props.environment}
          />
        )}
      </>
    );
  }
  if (phase === 'AwaitingApproval') {
    return <ApprovalsNotice environment={props.environment} />;
  }
  if (phase === 'Waiting') {
    return <WaitingNotice environment={props.environment} />;
  }
  return (
    <>
      <NotMadeNotice environment={props.environment} />
      {operation.state === 'Failed' && <FailureNotice {...props} />}
      {(isChanging(phase) || operation.state === 'Failed') && (
        <Stages operation={operation} />
      )}
      {phase === 'Deleting' && (
        <BlockersNotice blockers={operation.blockers ?? []} />
      )}
    </>
  );
}

function MissingEnvironment() {
  const t = useTranslation();
  const links = useLinks();
  return (
    <Alert
      role="alert"
      status="warning"
      icon
      title={t('environment.missing.title')}
      description={t('environment.missing.description')}
      customActions={
        <ButtonLink variant="secondary" href={links.mine}>
          {t('environment.missing.mine')}
        </ButtonLink>
      }
    />
  );
}
