import {
  Alert,
  ButtonLink,
  Container,
  Flex,
  Link,
  Skeleton,
  VisuallyHidden,
} from '@backstage/ui';
import { ResourceView } from '../../components/ResourceView';
import { SimulatedNotice } from '../../components/SimulatedNotice';
import { isFutile } from '../../format/error';
import { useLinks } from '../../hooks/useLinks';
import { useTranslation } from '../../hooks/useTranslation';
import { useApproval } from '../useApprovals';
import { ApprovalHead } from './ApprovalHead';
import { ApprovalParts } from './ApprovalParts';
import { DecisionNotices } from './DecisionNotices';
import { useDecision } from './useDecision';

/** One approval: what would be made, why somebody must agree, and the decision. */
export function ApprovalContent(props: { id: string }) {
  const t = useTranslation();
  const links = useLinks();
  const resource = useApproval(props.id);
  const decision = useDecision(resource);
  const { data, error } = resource;
  const skeleton = (
    <Flex direction="column" gap="4" py="4">
      <Skeleton width="40%" height={32} />
      <Skeleton width="70%" height={24} />
      <Skeleton height={160} />
    </Flex>
  );
  return (
    <Container py="4">
      <Flex direction="column" gap="4">
        <nav aria-label={t('approvals.path')}>
          <Link href={links.approvals}>{t('approvals.title')}</Link>
        </nav>
        {data ? (
          <ApprovalHead detail={data} decision={decision} />
        ) : (
          <VisuallyHidden>
            <h1>{t('approvals.title')}</h1>
          </VisuallyHidden>
        )}
        {!data && error && isFutile(error) ? (
          <MissingApproval />
        ) : (
          <ResourceView resource={resource} skeleton={skeleton}>
            {detail => (
              <Flex direction="column" gap="5">
                <SimulatedNotice
                  cluster={detail.approval.environment.cluster}
                />
                <DecisionNotices detail={detail} decision={decision} />
                <ApprovalParts detail={detail} />
              </Flex>
            )}
          </ResourceView>
        )}
      </Flex>
    </Container>
  );
}

function MissingApproval() {
  const t = useTranslation();
  const links = useLinks();
  return (
    <Alert
      role="alert"
      status="warning"
      icon
      title={t('approvals.detail.missing.title')}
      description={t('approvals.detail.missing.description')}
      customActions={
        <ButtonLink variant="secondary" href={links.approvals}>
          {t('approvals.detail.missing.all')}
        </ButtonLink>
      }
    />
  );
}
