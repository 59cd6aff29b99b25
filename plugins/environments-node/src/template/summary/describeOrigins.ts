import type { SummaryItem } from '@sandlot/plugin-environments-common';
import type { KubernetesObject } from '../../KubernetesObject';
import { LABEL_ORIGIN } from '../../labels';
import { count, list } from './words';

const ADD_ON = 'add-on.';

/** What is there because the developer asked for it, beside what the template makes anyway. */
export function describeOrigins(objects: KubernetesObject[]): SummaryItem[] {
  const origins = objects.map(
    ({ metadata }) => metadata.labels?.[LABEL_ORIGIN],
  );
  const addOns = [...new Set(origins)].flatMap(origin =>
    origin?.startsWith(ADD_ON) ? [origin.slice(ADD_ON.length)] : [],
  );
  const own = origins.filter(origin => origin === 'developer').length;
  return [
    ...(addOns.length > 0
      ? [`With the add-on${addOns.length > 1 ? 's' : ''} ${list(addOns)}`]
      : []),
    ...(own > 0 ? [`With ${count(own, 'object')} of your own`] : []),
  ].map(text => ({ topic: 'other' as const, text }));
}
