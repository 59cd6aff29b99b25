import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  Elevation,
  ElevationDecision,
  ElevationRequest,
  Environment,
} from '@sandlot/plugin-environments-common';
import { useEffect, useState } from 'react';
import { environmentsApiRef } from '../../api';
import { PagesResource, usePages } from '../../hooks/usePages';

/** Others decide, and time does: what is shown is never much older. */
const INTERVAL_MS = 10_000;

/** Elevations of an environment, and what is done with them. */
export interface Elevations {
  pages: PagesResource<Elevation>;
  /** The caller may ask for one. */
  mayRequest: boolean;
  error?: Error;
  /** These two reject when it was not done, for a dialog to say so. */
  request(asked: ElevationRequest): Promise<void>;
  reject(elevationId: string, reason: string): Promise<void>;
  /** What goes wrong with these is in `error`. */
  approve(elevationId: string): Promise<void>;
  close(elevationId: string): Promise<void>;
}

export function useElevations(environment: Environment): Elevations {
  const api = useApi(environmentsApiRef);
  const { id } = environment;
  const [mayRequest, setMayRequest] = useState(false);
  const pages = usePages(
    `elevations of ${id}`,
    async (cursor, signal) => {
      const page = await api.listElevations(id, { cursor }, { signal });
      if (!signal.aborted) setMayRequest(page.mayRequest);
      return page;
    },
    () => INTERVAL_MS,
  );
  const [failure, setFailure] = useState<Error>();
  const { refresh } = pages;
  useEffect(() => {
    refresh();
  }, [refresh, environment]);

  const decide = async (elevationId: string, decision: ElevationDecision) => {
    await api.decideElevation(id, elevationId, decision);
    refresh();
  };
  const orSay = async (act: () => Promise<unknown>) => {
    setFailure(undefined);
    try {
      await act();
      refresh();
    } catch (error) {
      setFailure(toError(error));
    }
  };

  return {
    pages,
    mayRequest,
    error: failure ?? pages.error,
    async request(asked) {
      await api.requestElevation(id, asked);
      refresh();
    },
    reject: (elevationId, reason) =>
      decide(elevationId, { decision: 'reject', reason }),
    approve: elevationId =>
      orSay(() => decide(elevationId, { decision: 'approve' })),
    close: elevationId => orSay(() => api.closeElevation(id, elevationId)),
  };
}
