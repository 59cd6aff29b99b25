import { useApi } from '@backstage/frontend-plugin-api';
import { toError } from '@backstage/errors';
import { useState } from 'react';
import { environmentsApiRef } from '../../api';
import { Check, verifyRecord } from './verifyRecord';

/** How far the verification of one record is. */
export interface Verification {
  state: 'idle' | 'running' | 'done';
  checks: Check[];
  /** Why it could not be done. */
  error?: Error;
}

const IDLE: Verification = { state: 'idle', checks: [] };

/** Verifies in this browser, with a proof and a record that are fetched for it. */
export function useVerification(eventId: string) {
  const api = useApi(environmentsApiRef);
  const [verification, setVerification] = useState(IDLE);

  async function verify(keys: string[]) {
    let checks: Check[] = [];
    setVerification({ state: 'running', checks });
    try {
      const [detail, proof] = await Promise.all([
        api.getAuditRecord(eventId),
        api.getAuditProof(eventId),
      ]);
      for await (const check of verifyRecord(detail, proof, keys)) {
        checks = [...checks, check];
        setVerification({ state: 'running', checks });
      }
      setVerification({ state: 'done', checks });
    } catch (error) {
      setVerification({ state: 'done', checks, error: toError(error) });
    }
  }
  return { verification, verify };
}
