import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import { Kubeconfig } from '@sandlot/plugin-environments-common';
import { useEffect, useState } from 'react';
import { environmentsApiRef } from '../api';

/** With a token in it, or with a command that gets one. */
export type KubeconfigForm = 'exec' | 'token';

/**
 * A kubeconfig that lives in this page's memory alone, until it expires or the
 * page is left: not in an address, not in storage.
 */
export function useKubeconfig(id: string) {
  const api = useApi(environmentsApiRef);
  const [state, setState] = useState<{
    kubeconfig?: Kubeconfig;
    error?: Error;
    isSending: boolean;
    isExpired: boolean;
  }>({ isSending: false, isExpired: false });

  const expiresAt = state.kubeconfig?.expiresAt;
  useEffect(() => {
    if (!expiresAt) {
      return undefined;
    }
    const timer = setTimeout(
      () => setState({ isSending: false, isExpired: true }),
      Date.parse(expiresAt) - Date.now(),
    );
    return () => clearTimeout(timer);
  }, [expiresAt]);

  async function get(role: Kubeconfig['role'], form: KubeconfigForm) {
    setState({ isSending: true, isExpired: false });
    try {
      const kubeconfig = await api.createKubeconfig(id, { role, form });
      setState({ kubeconfig, isSending: false, isExpired: false });
    } catch (error) {
      setState({ error: toError(error), isSending: false, isExpired: false });
    }
  }

  return { ...state, get };
}
