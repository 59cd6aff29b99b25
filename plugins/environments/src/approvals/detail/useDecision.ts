import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  ApprovalDecisionRequest,
  ApprovalDetail,
} from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { environmentsApiRef } from '../../api';
import { hasStatus } from '../../format/error';
import { Resource } from '../../hooks/useResource';

type Decision = ApprovalDecisionRequest['decision'];

/** Sends a decision on exactly what is on the page. */
export function useDecision(resource: Resource<ApprovalDetail>) {
  const api = useApi(environmentsApiRef);
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<Error>();
  const [tried, setTried] = useState<Decision>();
  const [done, setDone] = useState<Decision>();

  /** @throws what the server answers */
  async function decide(
    { approval, digest }: ApprovalDetail,
    decision: Decision,
    reason?: string,
  ) {
    setSending(true);
    setTried(decision);
    setError(undefined);
    try {
      const detail = await api.decideApproval(approval.id, {
        decision,
        digest,
        ...(reason && { reason }),
      });
      resource.accept(detail);
      setDone(decision);
    } catch (refusal) {
      const reasonOfRefusal = toError(refusal);
      setError(reasonOfRefusal);
      // It is no longer what was looked at: how it is now is fetched.
      if (hasStatus(reasonOfRefusal, 409)) {
        resource.refresh();
      }
      throw reasonOfRefusal;
    } finally {
      setSending(false);
    }
  }
  return { decide, isSending, error, tried, done };
}

/** @see useDecision */
export type DecisionState = ReturnType<typeof useDecision>;
