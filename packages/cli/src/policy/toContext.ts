import type { JsonObject } from '@backstage/types';
import type { PolicyContext } from '@sandlot/plugin-environments-node';
import type { Facts } from './caseFile';

/** All that a policy may read: what the case says, over what all cases of the file say. */
export function toContext(
  common: Facts | undefined,
  own: Facts | undefined,
  template: { namespace: string; name: string },
): PolicyContext {
  const of = <K extends keyof Facts>(field: K): Facts[K] =>
    own?.[field] ?? common?.[field];
  const merged = <
    K extends 'requester' | 'cluster' | 'entity' | 'time' | 'usage',
  >(
    field: K,
  ) => ({ ...common?.[field], ...own?.[field] } as NonNullable<Facts[K]>);
  const owner = of('owner') ?? 'group:default/team';
  return {
    parameters: { ...common?.parameters, ...own?.parameters } as JsonObject,
    addOns: of('addOns') ?? [],
    environment: { name: of('name') ?? 'environment' },
    owner: { ref: owner, name: owner.slice(owner.indexOf('/') + 1) },
    template: { ...template, revision: `sha256:${'0'.repeat(64)}` },
    requester: {
      ref: 'user:default/somebody',
      groups: [],
      ...merged('requester'),
    },
    cluster: { name: 'cluster', labels: {}, ...merged('cluster') },
    entity: {
      ref: '',
      kind: '',
      name: '',
      type: '',
      owner: '',
      system: '',
      domain: '',
      lifecycle: '',
      tags: [],
      labels: {},
      ...merged('entity'),
    },
    // A Wednesday at noon.
    time: { date: '2026-01-07', hour: 12, weekday: 3, ...merged('time') },
    usage: { owner: 0, template: 0, cluster: 0, all: 0, ...merged('usage') },
  };
}
