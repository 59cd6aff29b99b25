import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import { AuditErasurePreview } from '@sandlot/plugin-environments-common';
import { useRef, useState } from 'react';
import { environmentsApiRef } from '../../../api';

interface State {
  preview?: AuditErasurePreview;
  error?: Error;
  isLoading: boolean;
}

/** Looked at when it is asked for, and not as one types: each look is a record. */
export function useErasurePreview() {
  const api = useApi(environmentsApiRef);
  const [state, setState] = useState<State>({ isLoading: false });
  const latest = useRef(0);

  function forget() {
    latest.current += 1;
    setState({ isLoading: false });
  }

  async function look(person: string) {
    forget();
    const asked = latest.current;
    const isLatest = () => asked === latest.current;
    setState({ isLoading: true });
    try {
      const preview = await api.previewErasure({ person });
      if (isLatest()) setState({ isLoading: false, preview });
    } catch (error) {
      if (isLatest()) setState({ isLoading: false, error: toError(error) });
    }
  }

  return { ...state, look, forget };
}
