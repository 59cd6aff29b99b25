import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { OURS, fieldOwners } from './fieldOwners';

/**
 * Field managers of programs that change objects by themselves. Kubernetes says the
 * name of a program and not who runs it, so this is a guess by what such programs
 * are called; one that it does not know keeps an environment awake.
 */
const BY_ITSELF =
  /^(kube-|kubelet|before-first-write|unknown)|controller|operator|autoscaler|provisioner|webhook|injector/i;

/**
 * When somebody last changed any of these objects past the portal.
 *
 * @param objects - with their `metadata.managedFields`
 * @returns undefined if none is known
 */
export function lastChange(
  objects: readonly KubernetesObject[],
): Date | undefined {
  const times = objects.flatMap(object =>
    fieldOwners(object)
      .filter(
        ({ manager }) => !OURS.includes(manager) && !BY_ITSELF.test(manager),
      )
      .flatMap(({ time }) => (time ? [Date.parse(time)] : [])),
  );
  return times.length > 0 ? new Date(Math.max(...times)) : undefined;
}
