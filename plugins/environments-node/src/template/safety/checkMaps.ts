import type { Problem } from '@sandlot/plugin-environments-common';
import { at, listAt } from '../at';
import { pointer } from '../pointer';
import { isPlainObject } from '../tree';
import type { PlainObject } from '../tree';
import { isOpen } from './CheckScope';
import type { CheckScope } from './CheckScope';
import { podPathOf } from './podPathOf';

const MARKS = ['labels', 'annotations'];

/**
 * Maps that hold texts only: labels and annotations of the object and of what
 * it makes, selectors, and a ConfigMap's data. `1` or `true` without quotes is
 * no text, and the API server would refuse it.
 */
export function checkMaps(object: PlainObject, scope: CheckScope): Problem[] {
  const claims = listAt(object, 'spec', 'volumeClaimTemplates').flatMap(
    (claim, index) =>
      MARKS.flatMap(field =>
        checkMap(at(claim, 'metadata', field), {
          ...scope,
          path: pointer(
            scope.path,
            'spec',
            'volumeClaimTemplates',
            index,
            'metadata',
            field,
          ),
        }),
      ),
  );
  return [
    ...placesOf(object).flatMap(keys =>
      checkMap(at(object, ...keys), {
        ...scope,
        path: pointer(scope.path, ...keys),
      }),
    ),
    ...claims,
  ];
}

function checkMap(map: unknown, scope: CheckScope): Problem[] {
  const { path } = scope;
  if (map === undefined || map === null) {
    return [];
  }
  if (!isPlainObject(map)) {
    return isOpen(scope, map) ? [] : [{ path, message: 'not a map of texts' }];
  }
  return Object.entries(map)
    .filter(([, value]) => typeof value !== 'string')
    .map(([key]) => ({
      path: pointer(path, key),
      message: 'not a text',
      expected: 'a text: in quotes, or string(...) in an expression',
    }));
}

function placesOf(object: PlainObject): string[][] {
  const podPath = podPathOf(object);
  const templatePath = podPath?.slice(0, -1);
  const holders = [
    [],
    ...(templatePath ? [templatePath] : []),
    ...(object.kind === 'CronJob' ? [['spec', 'jobTemplate']] : []),
  ];
  return [
    ...holders.flatMap(holder =>
      MARKS.map(field => [...holder, 'metadata', field]),
    ),
    ...(object.kind === 'ConfigMap' ? [['data'], ['binaryData']] : []),
    ...(object.kind === 'Service' ? [['spec', 'selector']] : []),
    ...(podPath
      ? [
          [...podPath, 'nodeSelector'],
          ['spec', 'selector', 'matchLabels'],
        ]
      : []),
  ];
}
