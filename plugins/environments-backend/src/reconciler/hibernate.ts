import { WorkloadSize } from '../database/rows';
import { withCondition } from '../domain/conditions';
import {
  asleep,
  isAwake,
  keepSizes,
  listNames,
  nameOf,
} from '../domain/workloadSizes';
import { OperationScope } from './OperationScope';
import { findWorkloads } from './findWorkloads';
import { requireSameNamespace } from './requireSameNamespace';
import { resizeAll } from './resizeAll';

/** A Job that a CronJob made meanwhile is found by the second look. */
const MOST_LOOKS = 3;

/** Keeps the sizes of all workloads in our state, before any of them is changed. */
export async function noteSizes(scope: OperationScope): Promise<undefined> {
  if (scope.stage('sizes')?.state === 'Succeeded') return;
  await requireSameNamespace(scope);
  const { sizes } = await findWorkloads(scope);
  keep(scope, sizes);
  const awake = sizes.filter(isAwake);
  scope.noteStage(
    'sizes',
    'Succeeded',
    awake.length === 0
      ? 'Nothing runs that could be scaled'
      : `Runs now: ${listNames(awake.map(nameOf))}`,
  );
  await scope.commit();
}

/** Scales to zero until nothing runs that can be scaled, and says what goes on running. */
export async function scaleDown(scope: OperationScope): Promise<undefined> {
  if (scope.stage('scale')?.state === 'Succeeded') return;
  scope.noteStage('scale', 'Running');
  let found = await findWorkloads(scope);
  for (let look = 1; look <= MOST_LOOKS; look += 1) {
    const awake = found.sizes.filter(isAwake);
    if (awake.length === 0) break;
    keep(scope, found.sizes);
    await resizeAll(
      scope,
      awake.map(size => ({ of: size, to: asleep(size) })),
    );
    found = await findWorkloads(scope);
  }
  const scaledBack = found.sizes.filter(isAwake).map(nameOf);
  const message = [
    'Its workloads are scaled to zero',
    scaledBack.length > 0 &&
      `something scales up again: ${listNames(scaledBack)}`,
    found.unscalable.length > 0 &&
      `goes on running: ${listNames(found.unscalable)}`,
  ]
    .filter(Boolean)
    .join('; ');
  scope.noteStage('scale', 'Succeeded', message);
  scope.noteEnvironment({
    conditions: withCondition(
      scope.environment.conditions,
      { type: 'Ready', status: 'False', reason: 'Hibernated', message },
      new Date(),
    ),
  });
}

function keep(scope: OperationScope, present: WorkloadSize[]): void {
  const { hibernation } = scope.environment;
  scope.noteEnvironment({
    hibernation: {
      ...hibernation!,
      sizes: keepSizes(hibernation!.sizes ?? [], present),
    },
  });
}
