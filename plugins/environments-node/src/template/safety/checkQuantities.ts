import type { Problem } from '@sandlot/plugin-environments-common';
import { at, listAt, objectAt } from '../at';
import { pointer } from '../pointer';
import type { PlainObject } from '../tree';
import { isOpen } from './CheckScope';
import type { CheckScope } from './CheckScope';
import { podPathOf } from './podPathOf';

/** As `resource.Quantity` of Kubernetes reads them. */
const QUANTITY =
  /^[+-]?(\d+\.?\d*|\.\d+)(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?\d+)?$/;
const EXPECTED = 'a quantity such as 500m, 2 or 4Gi';

/**
 * The API server answers what is no quantity as a fault of its own, too late and
 * in words for its programmers.
 */
export function checkQuantities(
  object: PlainObject,
  scope: CheckScope,
): Problem[] {
  return quantitiesOf(object).flatMap(({ keys, values }) =>
    Object.entries(values)
      .filter(([_, value]) => !isOpen(scope, value) && !isQuantity(value))
      .map(([key, value]) => ({
        path: pointer(scope.path, ...keys, key),
        message: `"${value}" is no quantity`,
        expected: EXPECTED,
      })),
  );
}

interface Quantities {
  keys: PropertyKey[];
  values: PlainObject;
}

function quantitiesOf(object: PlainObject): Quantities[] {
  switch (object.kind) {
    case 'ResourceQuota':
      return [found(object, ['spec', 'hard'])];
    case 'LimitRange':
      return listAt(object, 'spec', 'limits').flatMap((limit, index) =>
        ['default', 'defaultRequest', 'max', 'min'].map(field => ({
          keys: ['spec', 'limits', index, field],
          values: objectAt(limit, field),
        })),
      );
    case 'PersistentVolumeClaim':
      return [found(object, ['spec', 'resources', 'requests'])];
    default:
      return [...ofContainers(object), ...ofClaims(object)];
  }
}

function found(object: PlainObject, keys: string[]): Quantities {
  return { keys, values: objectAt(object, ...keys) };
}

function ofContainers(object: PlainObject): Quantities[] {
  const podPath = podPathOf(object);
  if (!podPath) return [];
  return ['initContainers', 'containers'].flatMap(list =>
    listAt(object, ...podPath, list).flatMap((container, index) =>
      ['requests', 'limits'].map(field => ({
        keys: [...podPath, list, index, 'resources', field],
        values: objectAt(container, 'resources', field),
      })),
    ),
  );
}

function ofClaims(object: PlainObject): Quantities[] {
  return listAt(object, 'spec', 'volumeClaimTemplates').map((claim, index) => {
    const inner = ['spec', 'resources', 'requests'];
    return {
      keys: ['spec', 'volumeClaimTemplates', index, ...inner],
      values: objectAt(at(claim), ...inner),
    };
  });
}

function isQuantity(value: unknown): boolean {
  return typeof value === 'number'
    ? Number.isFinite(value)
    : typeof value === 'string' && QUANTITY.test(value);
}
