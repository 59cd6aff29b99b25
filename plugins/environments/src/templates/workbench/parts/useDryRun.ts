import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  WorkbenchDryRun,
  WorkbenchRequest,
} from '@sandlot/plugin-environments-common';
import { useEffect, useRef, useState } from 'react';
import { environmentsApiRef } from '../../../api';

interface DryRunState {
  isRunning: boolean;
  result?: WorkbenchDryRun;
  error?: Error;
  /** What was asked, to tell whether it is still what stands there. */
  body?: string;
}

/** Asks a cluster when somebody wants that, for it takes a while. */
export function useDryRun(request: WorkbenchRequest) {
  const api = useApi(environmentsApiRef);
  const [state, setState] = useState<DryRunState>({ isRunning: false });
  const controller = useRef<AbortController>();
  useEffect(() => () => controller.current?.abort(), []);
  const current = JSON.stringify(request);

  async function run() {
    controller.current?.abort();
    const { signal } = (controller.current = new AbortController());
    setState({ isRunning: true });
    try {
      const result = await api.dryRunWorkbench(request, { signal });
      if (signal.aborted) return;
      setState({ isRunning: false, result, body: current });
    } catch (error) {
      if (signal.aborted) return;
      setState({ isRunning: false, error: toError(error), body: current });
    }
  }

  return {
    ...state,
    run,
    isOutdated: state.result !== undefined && state.body !== current,
  };
}
