import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { WorkloadScale, sizeFieldOf } from '../clusters/workloads';
import { WorkloadSize } from '../database/rows';

interface OwnerReference {
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
}

/**
 * The size of a workload as the cluster has it.
 *
 * @returns undefined for what has no size that is ours to change: a ReplicaSet of a
 *   Deployment, a Job that has ended, what is being deleted, other kinds
 */
export function sizeOf(object: KubernetesObject): WorkloadSize | undefined {
  const { apiVersion, kind, metadata } = object;
  const field = sizeFieldOf(object);
  if (!field || metadata.deletionTimestamp || hasEnded(object)) {
    return undefined;
  }
  if (kind === 'ReplicaSet' && controllerOf(object)) return undefined;
  const spec = (object.spec ?? {}) as { replicas?: number; suspend?: boolean };
  const { name, uid } = metadata;
  const identity = { apiVersion, kind, name, uid: uid! };
  return field === 'replicas'
    ? { ...identity, replicas: spec.replicas ?? 1 }
    : { ...identity, suspend: spec.suspend ?? false };
}

/** Whether there is anything to scale to zero. */
export function isAwake({ replicas, suspend }: WorkloadSize): boolean {
  return replicas === undefined ? suspend === false : replicas > 0;
}

/** What hibernation makes of it. */
export function asleep({ replicas }: WorkloadSize): WorkloadScale {
  return replicas === undefined ? { suspend: true } : { replicas: 0 };
}

/** What a resumption gives back. */
export function awake({ replicas, suspend }: WorkloadSize): WorkloadScale {
  return replicas === undefined ? { suspend: suspend! } : { replicas };
}

/**
 * The sizes to go back to. What has a size now has its true one, since nothing but
 * zero is ever ours; a zero says nothing of what was noted before it.
 *
 * @param known - from an earlier look, of the same objects by UID
 */
export function keepSizes(
  known: readonly WorkloadSize[],
  present: readonly WorkloadSize[],
): WorkloadSize[] {
  return present.map(size =>
    isAwake(size) ? size : known.find(({ uid }) => uid === size.uid) ?? size,
  );
}

/** Names of what runs and has no size: bare pods, and what the pods of others belong to. */
export function findUnscalable(
  pods: readonly KubernetesObject[],
  workloads: readonly KubernetesObject[],
): string[] {
  const scaled = new Set<string>();
  for (const workload of workloads) {
    const controller = controllerOf(workload);
    // A Deployment comes before its ReplicaSets.
    if (sizeOf(workload) || (controller && scaled.has(controller.uid))) {
      scaled.add(workload.metadata.uid!);
    }
  }
  const names = pods.filter(isRunning).flatMap(pod => {
    const controller = controllerOf(pod);
    if (!controller) return [`Pod ${pod.metadata.name}`];
    const { kind, name, uid } = controller;
    return scaled.has(uid) ? [] : [`${kind} ${name}`];
  });
  return [...new Set(names)];
}

const SHOWN = 10;

/** Names in a sentence, such as `Deployment web, Job once and 3 more`. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).join(', ');
  const more = names.length - SHOWN;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

export function nameOf({ kind, name }: WorkloadSize): string {
  return `${kind} ${name}`;
}

/** Such as `2 replicas`, `suspended`. */
export function describeSize({ replicas, suspend }: WorkloadSize): string {
  if (replicas !== undefined) {
    return `${replicas} replica${replicas === 1 ? '' : 's'}`;
  }
  return suspend ? 'suspended' : 'not suspended';
}

function controllerOf({
  metadata,
}: KubernetesObject): OwnerReference | undefined {
  const owners = (metadata.ownerReferences ?? []) as OwnerReference[];
  return owners.find(({ controller }) => controller);
}

function hasEnded({ kind, status }: KubernetesObject): boolean {
  const { conditions = [] } = (status ?? {}) as {
    conditions?: { type: string; status: string }[];
  };
  return (
    kind === 'Job' &&
    conditions.some(
      ({ type, status: holds }) =>
        (type === 'Complete' || type === 'Failed') && holds === 'True',
    )
  );
}

function isRunning({ metadata, status }: KubernetesObject): boolean {
  const { phase } = (status ?? {}) as { phase?: string };
  return (
    !metadata.deletionTimestamp && phase !== 'Succeeded' && phase !== 'Failed'
  );
}
