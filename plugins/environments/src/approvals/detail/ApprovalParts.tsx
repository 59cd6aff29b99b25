import { Flex, Link, Text } from '@backstage/ui';
import {
  ApprovalDetail,
  AskedChange,
} from '@sandlot/plugin-environments-common';
import { ReactNode, useId } from 'react';
import { Digest } from '../../components/Digest';
import { Facts } from '../../components/Facts';
import { Words } from '../../components/Words';
import { SummaryFacts } from '../../create/SummaryFacts';
import { ChosenParameters } from '../../environment/ChosenParameters';
import { roundSpan } from '../../format/time';
import { useLinks } from '../../hooks/useLinks';
import { useTranslation } from '../../hooks/useTranslation';
import { PolicyList } from '../../policies/PolicyList';
import { usePolicyText } from '../../policies/usePolicyText';
import { ApprovalAsked } from '../ApprovalAsked';
import { ApprovalStateMark } from '../ApprovalStateMark';
import { ChangeFacts } from '../ChangeFacts';
import { DecisionsTable } from '../DecisionsTable';

/** Why, what exactly, who else, and what was decided so far. */
export function ApprovalParts(props: { detail: ApprovalDetail }) {
  const { approval, others, policies, digest, summary, addOns } = props.detail;
  const { requirement, mayDecide, environment, change } = approval;
  const t = useTranslation();
  const links = useLinks();
  const { whose } = usePolicyText();
  return (
    <>
      <Part
        title={t(
          mayDecide ? 'approvals.detail.why' : 'approvals.detail.whyOthers',
        )}
      >
        <Text as="p">
          <Words>{requirement.message}</Words>
        </Text>
        <Text as="p" variant="body-small" color="secondary">
          {whose({ name: requirement.policy, source: requirement.source })}
        </Text>
      </Part>
      {change && (
        <Part title={t('approvals.change.would')}>
          <ChangeFacts change={change} />
        </Part>
      )}
      <Part title={t(titleOfContents(change))}>
        <SummaryFacts summary={summary} />
        <Facts
          items={[
            [
              t('approvals.detail.lease'),
              change ? undefined : <LeaseLength {...props} />,
            ],
            [t('approvals.detail.addOns'), addOns.join(', ') || undefined],
            [t('approvals.detail.digest'), <Digest value={digest} />],
          ]}
        />
      </Part>
      <ChosenParameters
        parameters={props.detail.parameters}
        template={environment.templateRef}
      />
      {policies.length > 0 && (
        <Part title={t('policies.asked.title')}>
          <PolicyList label={t('policies.asked.title')} policies={policies} />
        </Part>
      )}
      {others.length > 0 && (
        <Part title={t('approvals.detail.others')}>
          <ul>
            {others.map(other => (
              <li key={other.id}>
                <ApprovalAsked approval={other} />{' '}
                <ApprovalStateMark approval={other} />{' '}
                <Link href={links.approval(other.id)}>
                  {t('approvals.awaiting.look')}
                </Link>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Part title={t('approvals.detail.history')}>
        <DecisionsTable
          label={t('approvals.detail.history')}
          decisions={approval.decisions}
        />
      </Part>
    </>
  );
}

/** With another end of its lease it stays what it is. */
function titleOfContents(change: AskedChange | undefined) {
  if (!change) {
    return 'approvals.detail.made';
  }
  return change.end ? 'approvals.change.asIs' : 'approvals.change.then';
}

function Part(props: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Flex direction="column" gap="2">
        <Text as="h2" id={id} variant="title-x-small">
          {props.title}
        </Text>
        {props.children}
      </Flex>
    </section>
  );
}

function LeaseLength(props: { detail: ApprovalDetail }) {
  const { leaseSeconds } = props.detail;
  const t = useTranslation();
  if (leaseSeconds === undefined) {
    return <>{t('create.lease.endless')}</>;
  }
  const { unit, count } = roundSpan(leaseSeconds * 1000);
  return <>{t(`approvals.detail.leaseLength.${unit}`, { count })}</>;
}
