import { Operation, Stage, Wave } from '@sandlot/plugin-environments-common';
import {
  FrozenCheck,
  KubernetesObject,
  waveOf,
} from '@sandlot/plugin-environments-node';
import { ObjectIdentity } from './objectIdentity';

const titles: Record<Stage['name'], string> = {
  namespace: 'Create the namespace',
  policies: 'Apply quota, limits, network policy and access',
  workloads: 'Apply the workloads',
  prune: 'Remove what is no longer part of it',
  verify: 'Prove that it is what it should be',
  checks: 'Run the template’s own checks',
  sizes: 'Note the sizes of the workloads',
  scale: 'Scale the workloads',
  write: 'Write it down',
  delete: 'Ask the cluster to delete the namespace',
  drain: 'Wait until everything in it is gone',
};

/** Of the operations whose stages don't depend on what the environment is made of. */
const fixedStages: Partial<Record<Operation['kind'], Stage['name'][]>> = {
  hibernate: ['sizes', 'scale'],
  resume: ['scale', 'verify'],
  restore: ['scale', 'verify'],
  extend: ['write'],
  addMember: ['write'],
  removeMember: ['write'],
  delete: ['delete', 'drain'],
};

/**
 * The stages that an operation will go through, all pending.
 * @param checks - the template's own; there is a stage for them if there are any
 * @param prune - objects that are to go; the same
 */
export function planStages(
  kind: Operation['kind'],
  manifests: KubernetesObject[],
  checks: readonly FrozenCheck[] = [],
  prune: readonly ObjectIdentity[] = [],
): Stage[] {
  const fixed = fixedStages[kind];
  const names: Stage['name'][] = fixed
    ? [...fixed, ...(checks.length > 0 ? ['checks' as const] : [])]
    : [
        ...(['namespace', 'policies', 'workloads'] as const).filter(wave =>
          manifests.some(manifest => stageOf(kind, manifest) === wave),
        ),
        ...(prune.length > 0 ? ['prune' as const] : []),
        'verify',
        ...(checks.length > 0 ? ['checks' as const] : []),
      ];
  return names.map(name => ({ name, title: titles[name], state: 'Pending' }));
}

/** The stage in which an object is applied: a Namespace that is there is no wave of its own. */
export function stageOf(
  kind: Operation['kind'],
  manifest: KubernetesObject,
): Wave {
  const wave = waveOf(manifest);
  return wave === 'namespace' && kind !== 'create' ? 'policies' : wave;
}

/** A cluster may quote whole manifests. */
const LONGEST_MESSAGE = 2000;

/** The stages with one of them changed; times follow from the state. */
export function withStage(
  stages: Stage[],
  name: Stage['name'],
  change: { state: Stage['state']; message?: string },
  now: Date,
): Stage[] {
  return stages.map(stage => {
    if (stage.name !== name) return stage;
    const ended = change.state === 'Succeeded' || change.state === 'Failed';
    return {
      ...stage,
      ...change,
      message: change.message?.slice(0, LONGEST_MESSAGE),
      startedAt: stage.startedAt ?? now.toISOString(),
      ...(ended && { finishedAt: now.toISOString() }),
    };
  });
}
