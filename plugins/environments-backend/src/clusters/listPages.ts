import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { ListOptions, ObjectKind } from './Cluster';
import { ClusterError } from './ClusterError';
import { KubernetesConnection } from './KubernetesConnection';
import { collectionPath } from './objectPath';

/** What the API server's own clients ask for at once. */
const OBJECTS_A_PAGE = 500;

interface ListAnswer {
  metadata: { continue?: string };
  items: KubernetesObject[];
}

/**
 * All objects of one kind, page by page. A list whose next page the server no
 * longer has begins anew, and then in one piece, as it might never end otherwise.
 */
export async function listPages(
  connection: KubernetesConnection,
  what: { kind: ObjectKind; namespace?: string; labelSelector?: string },
  { onPage }: ListOptions = {},
): Promise<KubernetesObject[]> {
  const path = collectionPath(what.kind, what.namespace);
  const { labelSelector } = what;
  const query = new URLSearchParams({
    ...(labelSelector && { labelSelector }),
    limit: `${OBJECTS_A_PAGE}`,
  });
  let objects: KubernetesObject[] = [];
  for (;;) {
    const page = await ask(connection, `${path}?${query}`, query);
    if (!page) {
      objects = [];
      query.delete('continue');
      query.delete('limit');
      continue;
    }
    const { apiVersion, kind } = what.kind;
    // The items of a list don't say what they are.
    const found = page.items.map(item => ({ ...item, apiVersion, kind }));
    objects.push(...found);
    await onPage?.(found);
    if (!page.metadata.continue) return objects;
    query.set('continue', page.metadata.continue);
  }
}

/** @returns undefined when the page is gone */
async function ask(
  connection: KubernetesConnection,
  path: string,
  query: URLSearchParams,
): Promise<ListAnswer | undefined> {
  try {
    return await connection.request<ListAnswer>({ method: 'GET', path });
  } catch (error) {
    const isGone = error instanceof ClusterError && error.status === 410;
    if (isGone && query.has('continue')) {
      return undefined;
    }
    throw error;
  }
}
