import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
} from '@backstage/catalog-model';
import type { ResourceEntity } from '@backstage/catalog-model';
import type { Environment } from '@sandlot/plugin-environments-common';

/** `spec.type` of an environment in the catalog. */
const RESOURCE_TYPE = 'kubernetes-environment';

/**
 * An environment as its owner meets it in the catalog. Named after its
 * namespace, since people may give one name to many environments.
 *
 * @param appBaseUrl - where the pages are, without a slash at the end
 */
export function toResourceEntity(
  environment: Environment,
  appBaseUrl: string,
): ResourceEntity {
  const { id, name, namespace, owner, template, cluster, members } =
    environment;
  const path = `/environments/${id}`;
  const location = `url:${appBaseUrl}${path}`;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: namespace,
      title: name,
      description: `Environment from ${template.title} on ${cluster.title}`,
      annotations: {
        [ANNOTATION_LOCATION]: location,
        [ANNOTATION_ORIGIN_LOCATION]: location,
        'backstage.io/kubernetes-id': id,
        'backstage.io/kubernetes-namespace': namespace,
        'backstage.io/kubernetes-cluster': cluster.name,
        'sandlot.dev/environment-id': id,
        'sandlot.dev/template': template.ref,
        'sandlot.dev/revision': template.revision,
      },
      links: [
        {
          url: `${appBaseUrl}${path}`,
          title: 'Environment',
          icon: 'dashboard',
        },
      ],
    },
    // By `members` those may see it whom its owner lets use it.
    spec: {
      type: RESOURCE_TYPE,
      owner,
      ...(members.length > 0 && { members: members.map(({ ref }) => ref) }),
    },
  };
}
