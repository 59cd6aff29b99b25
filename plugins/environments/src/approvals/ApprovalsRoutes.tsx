import { Route, Routes, useParams } from '../router';
import { ApprovalsContent } from './ApprovalsContent';
import { ApprovalContent } from './detail/ApprovalContent';

/** The places under `/environments/approvals`: the lists, and one for each approval. */
export function ApprovalsRoutes() {
  return (
    <Routes>
      <Route path=":approvalId" element={<ApprovalPlace />} />
      <Route path="*" element={<ApprovalsContent />} />
    </Routes>
  );
}

function ApprovalPlace() {
  const { approvalId = '' } = useParams();
  return (
    <main>
      <ApprovalContent key={approvalId} id={approvalId} />
    </main>
  );
}
