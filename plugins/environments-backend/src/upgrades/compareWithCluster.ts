import { ObjectChange } from '@sandlot/plugin-environments-common';
import {
  ANNOTATION_REQUEST,
  ANNOTATION_REVISION,
  KubernetesObject,
  LABEL_ENVIRONMENT,
  ObjectChange as Change,
  diffObjects,
} from '@sandlot/plugin-environments-node';
import { Cluster, ObjectReference } from '../clusters/Cluster';
import { ClusterError } from '../clusters/ClusterError';
import { EnvironmentRow } from '../database/rows';
import {
  ObjectIdentity,
  identityOf,
  isSameObject,
} from '../domain/objectIdentity';
import { pinned } from '../domain/pinned';

/** So many objects are asked about at the same time. */
const AT_ONCE = 10;

export interface ClusterComparison {
  objects: ObjectChange[];
  /** How many objects would stay as they are. */
  unchanged: number;
}

type Answer = {
  live?: KubernetesObject;
  after?: KubernetesObject;
  refusal?: ObjectChange;
};

/**
 * What would change on the cluster, by its own word: each object as it is now,
 * and as the server says that it would be. The mark of the revision, which
 * changes on every object, is not counted.
 *
 * @param prune - objects that would go
 * @throws ClusterError when the cluster can't be asked
 */
export async function compareWithCluster(
  cluster: Cluster,
  environment: EnvironmentRow,
  manifests: KubernetesObject[],
  prune: ObjectIdentity[],
): Promise<ClusterComparison> {
  const answers = await inBatches(manifests, manifest =>
    ask(cluster, environment, manifest),
  );
  const going = await inBatches(prune, object =>
    cluster.get(referenceTo(environment, object)),
  );
  const present = (object?: KubernetesObject): KubernetesObject[] =>
    object ? [comparable(object)] : [];
  const ours = going.filter(
    object => object?.metadata.labels?.[LABEL_ENVIRONMENT] === environment.id,
  );
  const changes = diffObjects(
    [...answers.flatMap(({ live }) => present(live)), ...ours.flatMap(present)],
    answers.flatMap(({ live, after, refusal }) =>
      present(refusal ? live : after),
    ),
  ).map(toApi);
  const refusals = answers.flatMap(({ refusal }) => refusal ?? []);
  const touched = [...changes, ...refusals];
  return {
    objects: touched,
    unchanged: manifests.filter(
      manifest => !touched.some(isSameObject(manifest)),
    ).length,
  };
}

async function ask(
  cluster: Cluster,
  environment: EnvironmentRow,
  manifest: KubernetesObject,
): Promise<Answer> {
  const live = await cluster.get(
    referenceTo(environment, identityOf(manifest)),
  );
  try {
    return {
      live,
      after: await cluster.dryRunApply(pinned(environment, manifest)),
    };
  } catch (error) {
    if (!(error instanceof ClusterError) || error.isTransient) throw error;
    return { live, refusal: refused(environment, manifest, error) };
  }
}

/** What can't be seen on the cluster is told from what it was made of before. */
function refused(
  { manifests }: EnvironmentRow,
  manifest: KubernetesObject,
  { message }: ClusterError,
): ObjectChange {
  const before = manifests.find(isSameObject(manifest));
  const [change] = diffObjects(before ? [comparable(before)] : [], [
    comparable(manifest),
  ]);
  return {
    change: before ? 'changed' : 'added',
    apiVersion: manifest.apiVersion,
    kind: manifest.kind,
    name: manifest.metadata.name,
    fields: change?.fields ?? [],
    refusal: message,
  };
}

function comparable(object: KubernetesObject): KubernetesObject {
  const {
    [ANNOTATION_REVISION]: _revision,
    [ANNOTATION_REQUEST]: _request,
    ...annotations
  } = object.metadata.annotations ?? {};
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function toApi({ namespace, ...change }: Change): ObjectChange {
  return change;
}

function referenceTo(
  { namespace }: EnvironmentRow,
  object: ObjectIdentity,
): ObjectReference {
  return object.kind === 'Namespace' ? object : { ...object, namespace };
}

async function inBatches<T, R>(
  items: T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) {
    const batch = items.slice(from, from + AT_ONCE);
    results.push(...(await Promise.all(batch.map(work))));
  }
  return results;
}
