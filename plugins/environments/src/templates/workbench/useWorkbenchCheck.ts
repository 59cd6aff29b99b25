import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  WorkbenchCheck,
  WorkbenchRequest,
} from '@sandlot/plugin-environments-common';
import { useCallback, useEffect, useState } from 'react';
import { environmentsApiRef } from '../../api';

/** Long enough not to complain in the middle of a word. */
const DEBOUNCE_MS = 500;

/** A check that found a template; its parts are there. */
export type GoodCheck = WorkbenchCheck &
  Required<Pick<WorkbenchCheck, 'template'>>;

interface CheckState {
  /** The last answer, though perhaps to an earlier text. */
  check?: WorkbenchCheck;
  /** The last answer about a text that is a template. */
  good?: GoodCheck;
  error?: Error;
  /** Whether an answer to what stands there now is on its way. */
  isChecking: boolean;
}

/** What the text would be, worked out while one types; the latest wins. */
export function useWorkbenchCheck(request: WorkbenchRequest) {
  const api = useApi(environmentsApiRef);
  const [state, setState] = useState<CheckState>({ isChecking: true });
  const [round, setRound] = useState(0);
  const body = JSON.stringify(request);

  useEffect(() => {
    const controller = new AbortController();
    setState(previous => ({ ...previous, isChecking: true }));
    const timer = setTimeout(async () => {
      try {
        const check = await api.checkWorkbench(JSON.parse(body), {
          signal: controller.signal,
        });
        if (controller.signal.aborted) return;
        setState(previous => ({
          check,
          good: isGood(check) ? check : previous.good,
          isChecking: false,
        }));
      } catch (error) {
        if (controller.signal.aborted) return;
        setState(previous => ({
          ...previous,
          error: toError(error),
          isChecking: false,
        }));
      }
    }, DEBOUNCE_MS);
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [api, body, round]);

  const retry = useCallback(() => setRound(previous => previous + 1), []);
  return { ...state, isStale: state.good !== state.check, retry };
}

function isGood(check: WorkbenchCheck): check is GoodCheck {
  return check.template !== undefined;
}

/** @see useWorkbenchCheck */
export type Checked = ReturnType<typeof useWorkbenchCheck>;
