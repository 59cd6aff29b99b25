import { useRouteRef } from '@backstage/frontend-plugin-api';
import { useMemo } from 'react';
import { toTemplateKey } from '../format/entityRef';
import {
  approvalRouteRef,
  approvalsRouteRef,
  auditRouteRef,
  createEnvironmentRouteRef,
  environmentRouteRef,
  rolloutRouteRef,
  rootRouteRef,
  templateRouteRef,
  templatesRouteRef,
  workbenchRouteRef,
} from '../routes';

/** The addresses of the plugin's own pages. */
export interface Links {
  mine: string;
  /**
   * @param template - `namespace/name` of the template to start from
   * @param from - id of the environment to copy the choices of
   */
  create(template?: string, from?: string): string;
  environment(id: string, tab?: string): string;
  templates: string;
  /**
   * @param template - reference of the template
   */
  template(template: string, query?: Record<string, string>): string;
  /**
   * @param template - `namespace/name` of the template to start from
   */
  workbench(template?: string): string;
  rollout(id: string): string;
  approvals: string;
  approval(id: string): string;
  /** Undefined for those who may not read the log. */
  audit?(query: Record<string, string | undefined>): string;
  /** How the log stands as a whole; undefined for the same people. */
  auditLog?: string;
  /** @param query - `from` and `to`; the last month without them */
  auditReport?(query: Record<string, string>): string;
}

export function useLinks(): Links {
  const root = useRouteRef(rootRouteRef);
  const create = useRouteRef(createEnvironmentRouteRef);
  const environment = useRouteRef(environmentRouteRef);
  const templates = useRouteRef(templatesRouteRef);
  const template = useRouteRef(templateRouteRef);
  const workbench = useRouteRef(workbenchRouteRef);
  const rollout = useRouteRef(rolloutRouteRef);
  const approvals = useRouteRef(approvalsRouteRef);
  const approval = useRouteRef(approvalRouteRef);
  const audit = useRouteRef(auditRouteRef);

  return useMemo(
    () => ({
      mine: root?.() ?? '',
      create: (key, from) =>
        withQuery(create?.() ?? '', { template: key, from }),
      environment: (id, tab) => withQuery(environment?.({ id }) ?? '', { tab }),
      templates: templates?.() ?? '',
      template: (ref, query = {}) => {
        const [namespace, name] = toTemplateKey(ref).split('/');
        return withQuery(template?.({ namespace, name }) ?? '', query);
      },
      workbench: key => withQuery(workbench?.() ?? '', { template: key }),
      rollout: rolloutId => rollout?.({ rolloutId }) ?? '',
      approvals: approvals?.() ?? '',
      approval: approvalId => approval?.({ approvalId }) ?? '',
      audit: audit && (query => withQuery(audit(), query)),
      auditLog: audit && `${audit()}/log`,
      auditReport: audit && (query => withQuery(`${audit()}/report`, query)),
    }),
    [
      root,
      create,
      environment,
      templates,
      template,
      workbench,
      rollout,
      approvals,
      approval,
      audit,
    ],
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
