import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  Environment,
  WorkbenchTryRequest,
} from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { environmentsApiRef } from '../../api';
import { useSendOnce } from '../../hooks/useSendOnce';

/** Sends a draft to be tried; the same request makes at most one environment. */
export function useTry(onCreated: (environment: Environment) => void) {
  const api = useApi(environmentsApiRef);
  const sendOnce = useSendOnce();
  const [state, setState] = useState<{ isSending: boolean; error?: Error }>({
    isSending: false,
  });

  async function submit(request: WorkbenchTryRequest) {
    setState({ isSending: true });
    try {
      const { environment } = await sendOnce(request, key =>
        api.createWorkbenchTry(request, key),
      );
      onCreated(environment);
    } catch (error) {
      setState({ isSending: false, error: toError(error) });
    }
  }

  return { ...state, submit };
}
