import { Flex, Link, Text } from '@backstage/ui';
import { Approval, Environment } from '@sandlot/plugin-environments-common';
import { ApprovalAsked } from '../approvals/ApprovalAsked';
import { ApprovalStateMark } from '../approvals/ApprovalStateMark';
import { DecisionsTable } from '../approvals/DecisionsTable';
import { useLinks } from '../hooks/useLinks';
import { useTranslation } from '../hooks/useTranslation';

/** Who had to agree before it was made or changed, and what each of them decided. */
export function AgreementsPart(props: { environment: Environment }) {
  const { approvals = [] } = props.environment;
  const t = useTranslation();
  return approvals.length > 0 ? (
    <Flex direction="column" gap="3">
      <Text as="h2" variant="title-x-small">
        {t('approvals.ofEnvironment')}
      </Text>
      {approvals.map(approval => (
        <Agreement key={approval.id} approval={approval} />
      ))}
    </Flex>
  ) : null;
}

function Agreement(props: { approval: Approval }) {
  const { approval } = props;
  const t = useTranslation();
  const links = useLinks();
  return (
    <Flex direction="column" gap="1">
      <Text as="p">
        {approval.change && (
          <>{t(`approvals.change.kind.${approval.change.kind}`)}: </>
        )}
        <ApprovalAsked approval={approval} />{' '}
        <ApprovalStateMark approval={approval} />{' '}
        <Link href={links.approval(approval.id)}>
          {t('approvals.awaiting.look')}
        </Link>
      </Text>
      {approval.decisions.length > 0 && (
        <DecisionsTable
          label={t('approvals.detail.history')}
          decisions={approval.decisions}
        />
      )}
    </Flex>
  );
}
