import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { parseQuantity } from './parseQuantity';

export type Health =
  | 'Healthy'
  | 'Progressing'
  | 'Degraded'
  | 'Missing'
  | 'Unknown';

export interface ObjectHealth {
  health: Health;
  /** What it waits for or what is wrong with it, for people. */
  message?: string;
}

interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

type Fields = Record<string, any>;

const HEALTHY: ObjectHealth = { health: 'Healthy' };

type HealthCheck = (
  spec: Fields,
  status: Fields,
  object: KubernetesObject,
) => ObjectHealth;

/** How an object of a kind is, judged by its spec and status; kinds without a check have no status. */
export const HEALTH_CHECKS: Record<string, HealthCheck> = {
  Deployment(spec, status, object) {
    const stalled = condition(status, 'Progressing');
    if (stalled?.reason === 'ProgressDeadlineExceeded') {
      return degraded(stalled.message);
    }
    const failure = condition(status, 'ReplicaFailure');
    if (failure?.status === 'True') {
      return degraded(failure.message);
    }
    return rollout(spec, status, object, status.availableReplicas);
  },

  StatefulSet(spec, status, object) {
    return rollout(spec, status, object, status.readyReplicas);
  },

  Pod(_spec, status) {
    if (status.phase === 'Succeeded') {
      return HEALTHY;
    }
    if (status.phase === 'Failed') {
      return degraded(status.message ?? status.reason ?? 'The pod failed');
    }
    const containers: Fields[] = [
      ...(status.initContainerStatuses ?? []),
      ...(status.containerStatuses ?? []),
    ];
    // A container that is merely being made waits too.
    const stuck = containers.find(({ state }) =>
      /BackOff|^Err|^Invalid|^CreateContainer/.test(
        state?.waiting?.reason ?? '',
      ),
    );
    if (stuck) {
      const { reason, message } = stuck.state.waiting;
      return degraded(
        `${stuck.name}: ${[reason, message].filter(Boolean).join(', ')}`,
      );
    }
    if (condition(status, 'Ready')?.status === 'True') {
      return HEALTHY;
    }
    const scheduled = condition(status, 'PodScheduled');
    return progressing(
      scheduled?.status === 'False'
        ? scheduled.message
        : 'Its containers are not ready yet',
    );
  },

  PersistentVolumeClaim(_spec, status) {
    switch (status.phase) {
      case 'Bound':
        return HEALTHY;
      case 'Lost':
        return degraded('Its volume is lost');
      default:
        return progressing('It waits for a volume');
    }
  },

  Service(spec, status) {
    return spec.type === 'LoadBalancer' && !status.loadBalancer?.ingress?.length
      ? progressing('It waits for a load balancer')
      : HEALTHY;
  },

  Job(spec, status) {
    const failed = condition(status, 'Failed');
    if (failed?.status === 'True') {
      return degraded(failed.message);
    }
    if (condition(status, 'Complete')?.status === 'True') {
      return HEALTHY;
    }
    return progressing(
      spec.suspend ? 'It is suspended' : 'It has not completed yet',
    );
  },

  ResourceQuota(spec, status) {
    const hard = Object.keys(spec.hard ?? {});
    if (hard.some(name => status.hard?.[name] === undefined)) {
      return progressing('The cluster has not counted its use yet');
    }
    const exceeded = hard.filter(
      name =>
        parseQuantity(status.used?.[name]) > parseQuantity(status.hard[name]),
    );
    return exceeded.length
      ? degraded(
          exceeded
            .map(
              name =>
                `${name}: ${status.used[name]} used of ${status.hard[name]}`,
            )
            .join('; '),
        )
      : HEALTHY;
  },
};

function rollout(
  spec: Fields,
  status: Fields,
  object: KubernetesObject,
  ready: number = 0,
): ObjectHealth {
  const wanted: number = spec.replicas ?? 1;
  if (
    (status.observedGeneration ?? 0) < Number(object.metadata.generation ?? 0)
  ) {
    return progressing('The cluster has not taken note of it yet');
  }
  const updated = status.updatedReplicas ?? 0;
  if (updated < wanted) {
    return progressing(`${updated} of ${wanted} replicas are up to date`);
  }
  return ready < wanted
    ? progressing(`${ready} of ${wanted} replicas are ready`)
    : HEALTHY;
}

function condition(status: Fields, type: string): Condition | undefined {
  return (status.conditions as Condition[] | undefined)?.find(
    candidate => candidate.type === type,
  );
}

function progressing(message?: string): ObjectHealth {
  return { health: 'Progressing', message };
}

function degraded(message?: string): ObjectHealth {
  return { health: 'Degraded', message };
}
