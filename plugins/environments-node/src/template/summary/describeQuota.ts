import type { SummaryItem } from '@sandlot/plugin-environments-common';
import type { KubernetesObject } from '../../KubernetesObject';
import { listAt, objectAt } from '../at';
import { bytes, count, cpu, list } from './words';

const COUNTED: Readonly<Record<string, string>> = {
  persistentvolumeclaims: 'volume',
  services: 'service',
  configmaps: 'config map',
  secrets: 'secret',
  'count/jobs.batch': 'job',
  'count/deployments.apps': 'deployment',
  'services.loadbalancers': 'load balancer',
  'services.nodeports': 'node port',
};

/** How much room there is: of the quota, the parts that people ask for first. */
export function describeQuota(objects: KubernetesObject[]): SummaryItem[] {
  const hard: Record<string, unknown> = Object.assign(
    {},
    ...objects
      .filter(object => object.kind === 'ResourceQuota')
      .map(object => objectAt(object, 'spec', 'hard')),
  );
  const room = [
    ...first(hard, ['limits.cpu', 'requests.cpu', 'cpu']).map(cpu),
    ...first(hard, ['limits.memory', 'requests.memory', 'memory']).map(
      memory => `${bytes(memory)} memory`,
    ),
  ];
  const pods = first(hard, ['pods', 'count/pods']).map(
    limit => `at most ${count(limit, 'pod')}`,
  );
  const rest = [
    ...first(hard, ['requests.storage']).map(size => `${bytes(size)} storage`),
    ...Object.entries(COUNTED)
      .filter(([key]) => hard[key] !== undefined && !isNone(hard[key]))
      .map(([key, noun]) => count(hard[key], noun)),
  ];
  const none = Object.entries(COUNTED)
    .filter(([key]) => hard[key] !== undefined && isNone(hard[key]))
    .map(([, noun]) => `no ${noun}s`);
  return [
    {
      topic: 'namespace',
      text: [
        room.length > 0 ? `A namespace of up to ${list(room)}` : 'A namespace',
        ...pods,
      ].join(', '),
    },
    ...(rest.length > 0
      ? [{ topic: 'quota' as const, text: `At most ${list(rest)}` }]
      : []),
    ...(none.length > 0
      ? [{ topic: 'quota' as const, text: sentence(list(none)) }]
      : []),
  ];
}

/** What a container gets that asks for nothing, and the most it may ask for. */
export function describeLimits(objects: KubernetesObject[]): SummaryItem[] {
  const limits = objects
    .filter(object => object.kind === 'LimitRange')
    .flatMap(object => listAt(object, 'spec', 'limits'));
  const texts = limits.flatMap(limit => {
    const { type } = objectAt(limit);
    const noun =
      type === 'PersistentVolumeClaim' ? 'volume' : String(type).toLowerCase();
    const usual = sizes(objectAt(limit, 'default'));
    const most = sizes(objectAt(limit, 'max'));
    return [
      ...(usual ? [`A ${noun} that asks for nothing gets up to ${usual}`] : []),
      ...(most ? [`No ${noun} gets more than ${most}`] : []),
    ];
  });
  return texts.map(text => ({ topic: 'limits' as const, text }));
}

function sizes({ cpu: cpus, memory, storage }: Record<string, unknown>) {
  return list([
    ...(cpus === undefined ? [] : [cpu(cpus)]),
    ...(memory === undefined ? [] : [`${bytes(memory)} memory`]),
    ...(storage === undefined ? [] : [bytes(storage)]),
  ]);
}

function isNone(value: unknown): boolean {
  return String(value) === '0';
}

function sentence(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}

function first(hard: Record<string, unknown>, keys: string[]): unknown[] {
  const key = keys.find(candidate => hard[candidate] !== undefined);
  return key === undefined ? [] : [hard[key]];
}
