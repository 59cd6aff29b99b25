import { useApiHolder } from '@backstage/frontend-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import {
  ENVIRONMENTS_CHANNEL,
  EnvironmentSignal,
} from '@sandlot/plugin-environments-common';
import { useEffect, useRef } from 'react';

/**
 * Calls back for every signal about environments. `useSignal` keeps only the
 * last one, so of two that come together it would drop one.
 *
 * @param environmentId - only signals about this one; undefined for all
 */
export function useEnvironmentSignal(
  environmentId: string | undefined,
  onSignal: () => void,
): void {
  const signals = useApiHolder().get(signalApiRef);
  const callback = useRef(onSignal);
  callback.current = onSignal;

  useEffect(() => {
    const subscription = signals?.subscribe(ENVIRONMENTS_CHANNEL, message => {
      // A backend of before says it otherwise.
      const { environmentIds = [] } = message as Partial<EnvironmentSignal>;
      if (
        environmentId === undefined ||
        environmentIds.includes(environmentId)
      ) {
        callback.current();
      }
    });
    return () => subscription?.unsubscribe();
  }, [signals, environmentId]);
}
