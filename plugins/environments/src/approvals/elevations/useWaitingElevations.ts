import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  ElevationDecision,
  WaitingElevation,
} from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { environmentsApiRef } from '../../api';
import { useEnvironmentSignal } from '../../hooks/useEnvironmentSignal';
import { PagesResource, usePages } from '../../hooks/usePages';

/** They lapse within an hour; signals come first. */
const INTERVAL_MS = 30_000;

/** Elevations that wait for whoever is signed in, and what is done with them. */
interface WaitingElevations {
  pages: PagesResource<WaitingElevation>;
  /** That a decision was not made. */
  error?: Error;
  /** What was decided last. */
  decided?: WaitingElevation & Pick<ElevationDecision, 'decision'>;
  approve(one: WaitingElevation): Promise<void>;
  /** Rejects when it was not done, for a dialog to say so. */
  reject(one: WaitingElevation, reason: string): Promise<void>;
}

/** Followed live, those that wait longest first. */
export function useWaitingElevations(): WaitingElevations {
  const api = useApi(environmentsApiRef);
  const pages = usePages(
    'waiting elevations',
    (cursor, signal) => api.listWaitingElevations({ cursor }, { signal }),
    () => INTERVAL_MS,
  );
  const { refresh } = pages;
  useEnvironmentSignal(undefined, refresh);
  const [error, setError] = useState<Error>();
  const [decided, setDecided] = useState<WaitingElevations['decided']>();

  const decide = async (one: WaitingElevation, decision: ElevationDecision) => {
    setError(undefined);
    setDecided(undefined);
    try {
      const elevation = await api.decideElevation(
        one.environment.id,
        one.elevation.id,
        decision,
      );
      setDecided({ ...one, elevation, decision: decision.decision });
    } finally {
      // Somebody else may have been faster.
      refresh();
    }
  };

  return {
    pages,
    error,
    decided,
    approve: one =>
      decide(one, { decision: 'approve' }).catch(caught =>
        setError(toError(caught)),
      ),
    reject: (one, reason) => decide(one, { decision: 'reject', reason }),
  };
}
