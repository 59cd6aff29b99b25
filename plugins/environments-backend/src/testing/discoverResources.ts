import { KubernetesConnection } from '../clusters/KubernetesConnection';

/** Something that the API server has, as RBAC names it. */
export interface DiscoveredResource {
  /** API group, `''` for core. */
  group: string;
  /** With the subresource, `pods/exec`. */
  resource: string;
  namespaced: boolean;
}

interface ResourceList {
  resources: { name: string; namespaced: boolean }[];
}

/** Every resource and subresource of every version of every group. */
export async function discoverResources(
  connection: KubernetesConnection,
): Promise<DiscoveredResource[]> {
  const get = <T>(path: string) =>
    connection.request<T>({ method: 'GET', path });
  const { groups } = await get<{
    groups: { name: string; versions: { groupVersion: string }[] }[];
  }>('/apis');
  const lists = [
    { group: '', path: '/api/v1' },
    ...groups.flatMap(({ name, versions }) =>
      versions.map(({ groupVersion }) => ({
        group: name,
        path: `/apis/${groupVersion}`,
      })),
    ),
  ];
  const found = new Map<string, DiscoveredResource>();
  for (const { group, path } of lists) {
    for (const { name, namespaced } of (await get<ResourceList>(path))
      .resources) {
      found.set(`${group}/${name}`, { group, resource: name, namespaced });
    }
  }
  return [...found.values()];
}
