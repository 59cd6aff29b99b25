import { WorkloadSize } from '../database/rows';
import { FAILED_BEFORE } from '../domain/failure';
import {
  awake,
  describeSize,
  isAwake,
  listNames,
  nameOf,
} from '../domain/workloadSizes';
import { OperationScope } from './OperationScope';
import { findWorkloads } from './findWorkloads';
import { PhaseFailure } from './PhaseFailure';
import { requireSameNamespace } from './requireSameNamespace';
import { Resize, resizeAll } from './resizeAll';

/**
 * Gives the workloads the sizes back that they had, where zero is still ours. What
 * somebody has scaled meanwhile is theirs, and stays; that is said.
 */
export async function scaleUp(scope: OperationScope): Promise<undefined> {
  if (scope.stage('scale')?.state === 'Succeeded') return;
  const kept = (scope.environment.hibernation?.sizes ?? []).filter(isAwake);
  if (kept.length === 0) {
    scope.noteStage('scale', 'Succeeded', 'No workload was scaled to zero');
    return;
  }
  await requireSameNamespace(scope);
  scope.noteStage('scale', 'Running');
  const { sizes } = await findWorkloads(scope);
  const gone: WorkloadSize[] = [];
  const theirs: WorkloadSize[] = [];
  const resizes: Resize[] = [];
  for (const size of kept) {
    const present = sizes.find(({ uid }) => uid === size.uid);
    if (!present) gone.push(size);
    else if (!isAwake(present)) resizes.push({ of: present, to: awake(size) });
    else if (describeSize(present) !== describeSize(size)) theirs.push(present);
  }
  gone.push(...(await resizeAll(scope, resizes)));
  const back = kept.length - gone.length - theirs.length;
  scope.noteStage(
    'scale',
    'Succeeded',
    [
      `${back} of ${kept.length} workloads have their sizes back`,
      theirs.length > 0 &&
        `left as somebody has scaled it meanwhile: ${listNames(
          theirs.map(size => `${nameOf(size)} (${describeSize(size)})`),
        )}`,
      gone.length > 0 && `gone meanwhile: ${listNames(gone.map(nameOf))}`,
    ]
      .filter(Boolean)
      .join('; '),
  );
}

/**
 * What had failed before is no better for a sleep: not all of it may ever have been
 * made, and the proof doesn't look at workloads.
 *
 * @throws PhaseFailure when it had
 */
export async function requireSoundBefore(
  scope: OperationScope,
): Promise<undefined> {
  if (!scope.environment.hibernation?.failedBefore) return;
  await forgetSizes(scope);
  throw new PhaseFailure(
    FAILED_BEFORE,
    'Its workloads have their sizes back, but it had failed before it hibernated, and is again what it was then',
  );
}

/** Forgets the sizes, together with the success: until then they may be needed again. */
export async function forgetSizes(scope: OperationScope): Promise<undefined> {
  if (scope.environment.hibernation) {
    scope.noteEnvironment({ hibernation: undefined });
  }
}
