import { useApi } from '@backstage/frontend-plugin-api';
import {
  Cluster,
  Template,
  TemplateDetail,
} from '@sandlot/plugin-environments-common';
import { environmentsApiRef } from '../api';
import { Resource, useResource } from './useResource';

/** The templates that one may use. */
export function useTemplates(): Resource<Template[]> {
  const api = useApi(environmentsApiRef);
  return useResource('templates', async signal => {
    return (await api.listTemplates({ signal })).items;
  });
}

/**
 * @param key - `namespace/name`
 */
export function useTemplate(key: string): Resource<TemplateDetail> {
  const api = useApi(environmentsApiRef);
  const [namespace, name] = key.split('/');
  return useResource(key, signal =>
    api.getTemplate({ namespace, name }, { signal }),
  );
}

/** The clusters on which one may create. */
export function useClusters(): Resource<Cluster[]> {
  const api = useApi(environmentsApiRef);
  return useResource('clusters', async signal => {
    return (await api.listClusters({ signal })).items;
  });
}
