import type { Problem } from '@sandlot/plugin-environments-common';
import type { PlainObject } from '../tree';
import { pointer } from '../pointer';
import type { CheckScope } from './CheckScope';
import { checkForbidden } from './checkForbidden';
import { checkIngress } from './checkIngress';
import { checkMaps } from './checkMaps';
import { checkMetadata } from './checkMetadata';
import { checkPods } from './checkPods';
import { checkQuantities } from './checkQuantities';
import { checkRoleBinding } from './checkRoleBinding';
import { checkWorkload } from './checkWorkload';
import { at } from '../at';
import { ADMITTED_KINDS } from './kinds';

/**
 * What makes an object unfit for an environment, whoever wrote it. Run on what
 * ops wrote and again on what was rendered from it.
 */
export function checkObject(object: PlainObject, scope: CheckScope): Problem[] {
  const { kind } = object;
  if (typeof kind !== 'string' || !Object.hasOwn(ADMITTED_KINDS, kind)) {
    return [
      {
        path: pointer(scope.path, 'kind'),
        message: `a template can't make a "${kind}"`,
        expected: `one of ${Object.keys(ADMITTED_KINDS).join(', ')}`,
      },
    ];
  }
  const { apiVersion } = ADMITTED_KINDS[kind];
  return [
    ...(object.apiVersion === apiVersion
      ? []
      : [
          {
            path: pointer(scope.path, 'apiVersion'),
            message: `a ${kind} of "${object.apiVersion}" is not admitted`,
            expected: apiVersion,
          },
        ]),
    ...(Object.hasOwn(object, 'status')
      ? [
          {
            path: pointer(scope.path, 'status'),
            message: 'only the cluster writes a status; leave it out',
          },
        ]
      : []),
    ...checkMetadata(object, scope),
    ...checkMaps(object, scope),
    ...checkForbidden(object, scope),
    ...checkIngress(object, scope),
    ...checkServiceType(object, scope),
    ...checkRoleBinding(object, scope),
    ...checkPods(object, scope),
    ...checkQuantities(object, scope),
    ...checkWorkload(object, scope),
  ];
}

function checkServiceType(
  object: PlainObject,
  { path }: CheckScope,
): Problem[] {
  const type = at(object, 'spec', 'type');
  if (object.kind !== 'Service' || type === undefined || type === 'ClusterIP') {
    return [];
  }
  return [
    {
      path: pointer(path, 'spec', 'type'),
      message: `a Service of type "${type}" would open the environment to the outside`,
      expected: 'ClusterIP',
    },
  ];
}
