import type { SummaryItem } from '@sandlot/plugin-environments-common';
import type { KubernetesObject } from '../../KubernetesObject';
import { at, listAt, objectAt } from '../at';
import { podPathOf } from '../safety';
import { bytes, count, list } from './words';

/** Images whose name people write otherwise. */
const PRODUCTS: Readonly<Record<string, string>> = {
  mariadb: 'MariaDB',
  mongo: 'MongoDB',
  mysql: 'MySQL',
  nginx: 'NGINX',
  postgres: 'PostgreSQL',
  postgresql: 'PostgreSQL',
  rabbitmq: 'RabbitMQ',
  redis: 'Redis',
  valkey: 'Valkey',
};

/** What runs, and on which volumes. */
export function describeWorkloads(objects: KubernetesObject[]): SummaryItem[] {
  return objects.flatMap(object => {
    const podPath = podPathOf(object);
    if (!podPath) {
      return [];
    }
    const products = listAt(at(object, ...podPath), 'containers').map(
      container => toProduct(String(at(container, 'image'))),
    );
    const volumes = listAt(object, 'spec', 'volumeClaimTemplates').map(
      claim => `a ${sizeOf(claim)} volume`,
    );
    const text = `${list(products)}${
      volumes.length > 0 ? ` with ${list(volumes)}` : ''
    }${manner(object)}`;
    return [{ topic: 'workload' as const, text }];
  });
}

/** Volumes that are not part of a workload. */
export function describeStorage(objects: KubernetesObject[]): SummaryItem[] {
  return objects
    .filter(object => object.kind === 'PersistentVolumeClaim')
    .map(object => ({
      topic: 'storage' as const,
      text: `A ${sizeOf(object)} volume "${object.metadata.name}"`,
    }));
}

/** Where it can be reached, and what scales or configures it. */
export function describeOthers(objects: KubernetesObject[]): SummaryItem[] {
  return objects
    .map(object => {
      const { name } = object.metadata;
      const spec = objectAt(object, 'spec');
      switch (object.kind) {
        case 'Service':
          return `Reachable in this namespace as ${list(
            listAt(spec, 'ports').map(port => `${name}:${at(port, 'port')}`),
          )}`;
        case 'Ingress':
          return `Reachable from outside at ${list(
            listAt(spec, 'rules').map(rule =>
              String(at(rule, 'host') ?? 'any host'),
            ),
          )}`;
        case 'HorizontalPodAutoscaler':
          return `Scales from ${spec.minReplicas ?? 1} to ${
            spec.maxReplicas
          } replicas`;
        case 'ConfigMap':
          return `Settings in the config map "${name}"`;
        default:
          return '';
      }
    })
    .filter(Boolean)
    .map(text => ({ topic: 'other' as const, text }));
}

function manner({ kind, spec }: KubernetesObject): string {
  if (kind === 'CronJob') {
    return `, run at "${at(spec, 'schedule')}"`;
  }
  if (kind === 'Job') {
    return ', run once';
  }
  return `, ${count(at(spec, 'replicas') ?? 1, 'replica')}`;
}

function sizeOf(claim: unknown): string {
  return bytes(at(claim, 'spec', 'resources', 'requests', 'storage'));
}

/** `docker.io/library/postgres:18` is "PostgreSQL 18". */
function toProduct(image: string): string {
  const [, name, tag] =
    /([^/:@]+)(?::([^/@]+))?(?:@.*)?$/.exec(image) ?? ([] as string[]);
  return [PRODUCTS[name] ?? name, tag].filter(Boolean).join(' ');
}
