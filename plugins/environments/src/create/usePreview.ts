import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import { Preview, PreviewRequest } from '@sandlot/plugin-environments-common';
import { useCallback, useEffect, useState } from 'react';
import { environmentsApiRef } from '../api';

/** Long enough for a word, short enough to feel immediate. */
const DEBOUNCE_MS = 300;

interface PreviewState {
  /** The last answer, though perhaps to an earlier request. */
  preview?: Preview;
  error?: Error;
  /** Whether an answer to what stands in the form now is on its way. */
  isUpdating: boolean;
}

/** What the request would make, worked out while one types; the latest wins. */
export function usePreview(request: PreviewRequest) {
  const api = useApi(environmentsApiRef);
  const [state, setState] = useState<PreviewState>({ isUpdating: true });
  const [round, setRound] = useState(0);
  const body = JSON.stringify(request);

  useEffect(() => {
    const controller = new AbortController();
    setState(previous => ({ ...previous, isUpdating: true }));
    const timer = setTimeout(async () => {
      try {
        const preview = await api.createPreview(JSON.parse(body), {
          signal: controller.signal,
        });
        if (controller.signal.aborted) return;
        setState({ preview, isUpdating: false });
      } catch (error) {
        if (controller.signal.aborted) return;
        setState(previous => ({
          preview: previous.preview,
          error: toError(error),
          isUpdating: false,
        }));
      }
    }, DEBOUNCE_MS);
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [api, body, round]);

  const refresh = useCallback(() => setRound(previous => previous + 1), []);
  return { ...state, refresh };
}
