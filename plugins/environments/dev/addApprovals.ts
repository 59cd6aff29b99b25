import {
  approvalDetail,
  approvalOfDana,
  OPS_TEAM,
} from '../src/__testUtils__/approvalFixtures';
import { FakeEnvironmentsApi } from '../src/__testUtils__/FakeEnvironmentsApi';
import { inDays } from '../src/__testUtils__/fakePreview';
import { OPS } from '../src/__testUtils__/fixtures';

/** A longer lease, for which Dana's team waits. */
function addLongerLease(api: FakeEnvironmentsApi) {
  const change = {
    operation: '0192f1c0-0000-7000-8000-0000000000b1',
    kind: 'extend' as const,
    reason: 'The customer tries it out until the end of the month',
    end: { from: inDays(2.5), to: inDays(32.5) },
  };
  const asked = approvalOfDana({
    id: '0192f1c0-0000-7000-8000-0000000000a3',
    requirement: {
      by: OPS_TEAM,
      count: 1,
      policy: 'environments.leases.approvers',
      source: 'portal',
      message: 'It is to live longer than its template gives',
    },
    change,
  });
  const { id, name } = api.add({
    name: 'harbor-longer',
    phase: 'Ready',
    lease: {
      expiresAt: change.end.from,
      latest: inDays(4),
      approvers: [OPS_TEAM],
      warnings: [],
    },
    approvals: [asked],
    allowed: { extend: true, withdraw: true },
  });
  const environment = { ...asked.environment, id, name };
  return {
    ...approvalDetail({}, { policies: [] }),
    approval: { ...asked, environment },
  };
}

/** One that waits for whoever looks at the pages, and one that they wait for. */
export function addApprovals(api: FakeEnvironmentsApi) {
  const asked = approvalOfDana({
    id: '0192f1c0-0000-7000-8000-0000000000a2',
    decisions: [{ by: OPS, decision: 'approve', decidedAt: inDays(-0.5) }],
  });
  const { id, name } = api.add({
    name: 'harbor-large',
    phase: 'AwaitingApproval',
    approvals: [asked],
    allowed: { cancel: true },
  });
  const environment = { ...asked.environment, id, name };
  api.approvals = [
    approvalDetail(),
    addLongerLease(api),
    { ...approvalDetail(), approval: { ...asked, environment } },
  ];
}
