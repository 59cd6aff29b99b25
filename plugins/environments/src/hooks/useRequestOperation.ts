import { useApi } from '@backstage/frontend-plugin-api';
import {
  Environment,
  OperationRequest,
} from '@sandlot/plugin-environments-common';
import { environmentsApiRef } from '../api';
import { useSendOnce } from './useSendOnce';

/**
 * Asks for something to be done with an environment, and hands on what it is then.
 * Throws what the server refuses.
 */
export function useRequestOperation(
  environment: Environment,
  onChanged: (environment: Environment) => void,
) {
  const { id } = environment;
  const api = useApi(environmentsApiRef);
  const sendOnce = useSendOnce();
  return async (request: OperationRequest): Promise<void> => {
    const accepted = await sendOnce(request, key =>
      api.createOperation(id, request, key),
    );
    onChanged(accepted.environment);
  };
}
