import {
  approvalDetail,
  approvalOfDana,
} from '../src/__testUtils__/approvalFixtures';
import { FakeEnvironmentsApi } from '../src/__testUtils__/FakeEnvironmentsApi';
import { inDays } from '../src/__testUtils__/fakePreview';
import { OPS } from '../src/__testUtils__/fixtures';

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
    { ...approvalDetail(), approval: { ...asked, environment } },
  ];
}
