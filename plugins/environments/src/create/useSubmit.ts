import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  CreateEnvironmentRequest,
  Environment,
} from '@sandlot/plugin-environments-common';
import { useRef, useState } from 'react';
import { environmentsApiRef } from '../api';
import { newRequestKey } from './random';
import { CreateValues } from './useCreateForm';

/**
 * Sends the form. The same form keeps its idempotency key over retries, so that
 * an answer that got lost makes no second environment; a changed form is
 * another request, and gets another key.
 */
export function useSubmit(onCreated: (environment: Environment) => void) {
  const api = useApi(environmentsApiRef);
  const key = useRef({ body: '', value: '' });
  const [state, setState] = useState<{
    isSending: boolean;
    error?: Error;
    /** What stood in the form that the error is about. */
    values?: CreateValues;
  }>({ isSending: false });

  async function submit(
    request: CreateEnvironmentRequest,
    values: CreateValues,
  ) {
    const body = JSON.stringify(request);
    if (key.current.body !== body) {
      key.current = { body, value: newRequestKey() };
    }
    setState({ isSending: true });
    try {
      const { environment } = await api.createEnvironment(
        request,
        key.current.value,
      );
      onCreated(environment);
    } catch (error) {
      setState({ isSending: false, error: toError(error), values });
    }
  }

  return { ...state, submit };
}
