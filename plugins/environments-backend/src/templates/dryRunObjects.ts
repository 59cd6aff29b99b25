import { Problem, WorkbenchDryRun } from '@sandlot/plugin-environments-common';
import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { Cluster } from '../clusters/Cluster';
import { ClusterError } from '../clusters/ClusterError';
import { WORKBENCH_NAMESPACE } from '../clusters/workbenchNamespace';

type Answer = WorkbenchDryRun['objects'][number];

const MOST_OBJECTS = 100;
const AT_ONCE = 8;

/**
 * Asks a cluster about each object, which are all in the workbench's
 * namespace. Nothing is made.
 *
 * @throws ClusterError when the cluster can't be asked
 */
export async function dryRunObjects(
  cluster: Cluster,
  manifests: KubernetesObject[],
): Promise<{ objects: Answer[]; problems: Problem[] }> {
  const home = await cluster.get({
    apiVersion: 'v1',
    kind: 'Namespace',
    name: WORKBENCH_NAMESPACE,
  });
  if (!home) {
    return {
      objects: [],
      problems: [
        {
          path: '/cluster',
          message: `${cluster.info.title} has no namespace ${WORKBENCH_NAMESPACE}, in which objects are tried`,
          expected:
            'an administrator applies deploy/portal-rbac.yaml to the cluster once more',
        },
      ],
    };
  }
  const asked = manifests.slice(0, MOST_OBJECTS);
  const waiting = asked.map((manifest, index) => ({ manifest, index }));
  const objects: Answer[] = [];
  const ask = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      objects[next.index] = await answerFor(cluster, next.manifest);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  return {
    objects,
    problems:
      asked.length < manifests.length
        ? [
            {
              path: '',
              message: `it makes ${manifests.length} objects, and only the first ${MOST_OBJECTS} were tried`,
            },
          ]
        : [],
  };
}

async function answerFor(
  cluster: Cluster,
  manifest: KubernetesObject,
): Promise<Answer> {
  const { apiVersion, kind, metadata } = manifest;
  const about = { apiVersion, kind, name: metadata.name };
  try {
    await cluster.dryRunApply(manifest);
    return { ...about, accepted: true };
  } catch (error) {
    if (!(error instanceof ClusterError) || error.isTransient) throw error;
    return {
      ...about,
      accepted: false,
      message: error.message,
      ...(error.causes.length > 0 && { causes: error.causes }),
    };
  }
}
