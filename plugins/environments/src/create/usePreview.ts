import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import { Preview, PreviewRequest } from '@sandlot/plugin-environments-common';
import { useCallback, useEffect, useState } from 'react';
import { environmentsApiRef } from '../api';

/** Long enough for a word, short enough to feel immediate. */
const DEBOUNCE_MS = 300;

interface PreviewState {
  /** The request that was answered last, or refused. */
  body?: string;
  /** The last answer, though perhaps to an earlier request. */
  preview?: Preview;
  /** What was on offer when that could last be worked out. */
  offeredAddOns?: string[];
  error?: Error;
}

/**
 * What the request would make, worked out while one types; the latest wins.
 *
 * @param toRequest - the request, given the add-ons that were offered last
 */
export function usePreview(
  toRequest: (offeredAddOns: string[] | undefined) => PreviewRequest,
) {
  const api = useApi(environmentsApiRef);
  const [state, setState] = useState<PreviewState>({});
  const [round, setRound] = useState(0);
  const body = JSON.stringify(toRequest(state.offeredAddOns));

  useEffect(() => {
    const controller = new AbortController();
    setState(previous => ({ ...previous, body: undefined }));
    const timer = setTimeout(async () => {
      try {
        const preview = await api.createPreview(JSON.parse(body), {
          signal: controller.signal,
        });
        if (controller.signal.aborted) return;
        setState(previous => ({
          body,
          preview,
          // With invalid parameters the server cannot tell, and offers none.
          offeredAddOns:
            preview.addOns.length === 0 && hasParameterProblems(preview)
              ? previous.offeredAddOns
              : preview.addOns,
        }));
      } catch (error) {
        if (controller.signal.aborted) return;
        setState(previous => ({
          body,
          preview: previous.preview,
          offeredAddOns: previous.offeredAddOns,
          error: toError(error),
        }));
      }
    }, DEBOUNCE_MS);
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [api, body, round]);

  const refresh = useCallback(() => setRound(previous => previous + 1), []);
  return {
    preview: state.preview,
    offeredAddOns: state.offeredAddOns,
    error: state.error,
    /** Whether an answer to what stands in the form now is on its way. */
    isUpdating: state.body !== body,
    refresh,
  };
}

function hasParameterProblems({ problems }: Preview): boolean {
  return problems.some(({ path }) => path.startsWith('/parameters'));
}
