import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { HEALTH_CHECKS, ObjectHealth } from './healthChecks';

export type { Health, ObjectHealth } from './healthChecks';

/**
 * How an object is, judged by its own status alone. Kinds that have none are
 * healthy when they are there.
 *
 * The rules are those of `kubectl rollout status` and `kubectl wait`.
 */
export function objectHealth(
  object: KubernetesObject | undefined,
): ObjectHealth {
  if (!object) {
    return { health: 'Missing', message: 'It is not on the cluster' };
  }
  if (object.metadata.deletionTimestamp) {
    return { health: 'Progressing', message: 'It is being deleted' };
  }
  return Object.hasOwn(HEALTH_CHECKS, object.kind)
    ? HEALTH_CHECKS[object.kind](object.spec ?? {}, object.status ?? {}, object)
    : { health: 'Healthy' };
}
