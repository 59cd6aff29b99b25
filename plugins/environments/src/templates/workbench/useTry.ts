import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  Environment,
  WorkbenchTryRequest,
} from '@sandlot/plugin-environments-common';
import { useRef, useState } from 'react';
import { environmentsApiRef } from '../../api';
import { newRequestKey } from '../../create/random';

/** Sends a draft to be tried; the same request makes at most one environment. */
export function useTry(onCreated: (environment: Environment) => void) {
  const api = useApi(environmentsApiRef);
  const key = useRef({ body: '', value: '' });
  const [state, setState] = useState<{ isSending: boolean; error?: Error }>({
    isSending: false,
  });

  async function submit(request: WorkbenchTryRequest) {
    const body = JSON.stringify(request);
    if (key.current.body !== body) {
      key.current = { body, value: newRequestKey() };
    }
    setState({ isSending: true });
    try {
      const { environment } = await api.createWorkbenchTry(
        request,
        key.current.value,
      );
      onCreated(environment);
    } catch (error) {
      setState({ isSending: false, error: toError(error) });
    }
  }

  return { ...state, submit };
}
