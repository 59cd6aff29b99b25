import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  CreateEnvironmentRequest,
  Environment,
} from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { environmentsApiRef } from '../api';
import { useSendOnce } from '../hooks/useSendOnce';
import { CreateValues } from './useCreateForm';

/** Sends the form; an answer that got lost makes no second environment. */
export function useSubmit(onCreated: (environment: Environment) => void) {
  const api = useApi(environmentsApiRef);
  const sendOnce = useSendOnce();
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
    setState({ isSending: true });
    try {
      const { environment } = await sendOnce(request, key =>
        api.createEnvironment(request, key),
      );
      onCreated(environment);
    } catch (error) {
      setState({ isSending: false, error: toError(error), values });
    }
  }

  return { ...state, submit };
}
