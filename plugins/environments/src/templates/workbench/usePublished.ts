import { useApi } from '@backstage/frontend-plugin-api';
import { environmentsApiRef, EnvironmentsApi } from '../../api';
import { hasStatus } from '../../format/error';
import { Resource, useResource } from '../../hooks/useResource';
import { BLANK_TEMPLATE } from './blankTemplate';

/**
 * What ops wrote last; for a template that is not there yet, something to begin
 * with.
 *
 * @param key - `namespace/name`; undefined for a new template
 */
export function usePublished(key: string | undefined): Resource<string> {
  const api = useApi(environmentsApiRef);
  return useResource(`published:${key}`, async signal => {
    if (!key) {
      return BLANK_TEMPLATE;
    }
    const digest = await currentRevision(api, key, signal);
    return (await api.getTemplateRevision(digest, { signal })).content;
  });
}

/** Also of a template that is withdrawn, which only ops still see. */
async function currentRevision(
  api: EnvironmentsApi,
  key: string,
  signal: AbortSignal,
): Promise<string> {
  const [namespace, name] = key.split('/');
  try {
    return (await api.getTemplate({ namespace, name }, { signal })).revision;
  } catch (error) {
    if (!(error instanceof Error) || !hasStatus(error, 404)) {
      throw error;
    }
    const { items } = await api.listTemplateRevisions(
      { namespace, name },
      { signal },
    );
    if (items.length === 0) {
      throw error;
    }
    return items[0].digest;
  }
}
