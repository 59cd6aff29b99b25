import {
  Approval,
  ApprovalDetail,
  PolicyResult,
} from '@sandlot/plugin-environments-common';
import { inDays } from './fakePreview';
import { CLUSTER, DANA, SUMMARY, TEAM, TEMPLATES } from './fixtures';

export const MILO = 'user:default/milo';
export const OPS_TEAM = 'group:default/platform-ops';

/** One policy of each kind that says something, and one that does not apply. */
export const POLICIES: PolicyResult[] = [
  {
    name: 'large',
    source: 'template',
    effect: 'requireApproval',
    applied: true,
    message: 'Large ones cost real money',
    by: OPS_TEAM,
    count: 2,
  },
  {
    name: 'night',
    source: 'portal',
    effect: 'shortenLease',
    applied: false,
    message: 'What is made at night lives for half a day',
    maximum: '12h',
  },
];

/** A request of Milo's for which two people of Dana's team must agree. */
export function approvalDetail(
  changes: Partial<Omit<Approval, 'environment'>> & {
    environment?: Partial<Approval['environment']>;
  } = {},
  more: Partial<Omit<ApprovalDetail, 'approval'>> = {},
): ApprovalDetail {
  const [{ ref, title, revision }] = TEMPLATES;
  return {
    approval: {
      id: '0192f1c0-0000-7000-8000-0000000000a1',
      state: 'pending',
      requirement: {
        by: TEAM,
        count: 2,
        policy: 'large',
        source: 'template',
        message: 'Large ones cost real money',
      },
      decisions: [],
      requestedBy: MILO,
      requestedAt: inDays(-1),
      expiresAt: inDays(6),
      mayDecide: true,
      ...changes,
      environment: {
        id: '0192f1c0-0000-7000-8000-0000000000e9',
        name: 'shop-1',
        owner: 'group:default/team-orchard',
        templateRef: ref,
        templateTitle: title,
        cluster: CLUSTER,
        ...changes.environment,
      },
    },
    others: [],
    digest: `sha256:${'ab'.repeat(32)}`,
    revision,
    parameters: { version: '18', storage: 40 },
    addOns: [],
    summary: SUMMARY,
    leaseSeconds: 14 * 86_400,
    policies: POLICIES,
    ...more,
  };
}

/** The same as an environment shows it that Dana asked for. */
export function approvalOfDana(changes: Partial<Approval> = {}): Approval {
  return approvalDetail({
    requirement: {
      by: OPS_TEAM,
      count: 2,
      policy: 'large',
      source: 'template',
      message: 'Large ones cost real money',
    },
    requestedBy: DANA,
    mayDecide: false,
    ...changes,
  }).approval;
}
