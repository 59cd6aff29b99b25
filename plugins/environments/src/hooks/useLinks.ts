import { useRouteRef } from '@backstage/frontend-plugin-api';
import { useMemo } from 'react';
import {
  auditRouteRef,
  createEnvironmentRouteRef,
  environmentRouteRef,
  rootRouteRef,
} from '../routes';

/** The addresses of the plugin's own pages. */
export interface Links {
  mine: string;
  /**
   * @param template - `namespace/name` of the template to start from
   */
  create(template?: string): string;
  environment(id: string): string;
  /** Undefined for those who may not read the log. */
  audit?(query: Record<string, string>): string;
}

export function useLinks(): Links {
  const root = useRouteRef(rootRouteRef);
  const create = useRouteRef(createEnvironmentRouteRef);
  const environment = useRouteRef(environmentRouteRef);
  const audit = useRouteRef(auditRouteRef);

  return useMemo(
    () => ({
      mine: root?.() ?? '',
      create: template => withQuery(create?.() ?? '', { template }),
      environment: id => environment?.({ id }) ?? '',
      audit: audit && (query => withQuery(audit(), query)),
    }),
    [root, create, environment, audit],
  );
}

function withQuery(path: string, query: Record<string, string | undefined>) {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value) {
      params.set(name, value);
    }
  }
  return params.size > 0 ? `${path}?${params}` : path;
}
