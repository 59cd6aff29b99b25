import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  PolicySimulation,
  PolicySimulationRequest,
} from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { environmentsApiRef } from '../../api';

/** Asks what would happen; each try is in the log, so only when told to. */
export function useSimulation() {
  const api = useApi(environmentsApiRef);
  const [state, setState] = useState<{
    isSending: boolean;
    /** What the answer, or the error, is about. */
    request?: PolicySimulationRequest;
    simulation?: PolicySimulation;
    error?: Error;
  }>({ isSending: false });

  async function simulate(request: PolicySimulationRequest) {
    setState({ isSending: true });
    try {
      const simulation = await api.simulatePolicies(request);
      setState({ isSending: false, request, simulation });
    } catch (error) {
      setState({ isSending: false, request, error: toError(error) });
    }
  }
  return { ...state, simulate };
}
