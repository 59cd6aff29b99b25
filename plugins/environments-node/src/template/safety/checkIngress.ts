import type { Problem } from '@sandlot/plugin-environments-common';
import { at, listAt } from '../at';
import { pointer } from '../pointer';
import type { PlainObject } from '../tree';
import { isOpen } from './CheckScope';
import type { CheckScope } from './CheckScope';

/** An Ingress without hosts would answer for everybody else's. */
export function checkIngress(
  object: PlainObject,
  scope: CheckScope,
): Problem[] {
  if (object.kind !== 'Ingress') {
    return [];
  }
  const path = pointer(scope.path, 'spec');
  const rules = at(object, 'spec', 'rules');
  const isMissing =
    listAt(object, 'spec', 'rules').length === 0 && !isOpen(scope, rules);
  return [
    ...(at(object, 'spec', 'defaultBackend') === undefined
      ? []
      : [
          {
            path: pointer(path, 'defaultBackend'),
            message: 'would answer for hosts that nobody else answers for',
            expected: 'rules with a host',
          },
        ]),
    ...(isMissing
      ? [
          {
            path: pointer(path, 'rules'),
            message: 'missing',
            expected: 'a list of rules with a host',
          },
        ]
      : []),
    ...listAt(object, 'spec', 'rules').flatMap((rule, index) => {
      const host = at(rule, 'host');
      const isFit =
        isOpen(scope, rule) ||
        (typeof host === 'string' && host !== '' && !host.startsWith('*'));
      return isFit
        ? []
        : [
            {
              path: pointer(path, 'rules', index, 'host'),
              message:
                host === undefined
                  ? 'missing: the rule would answer for every host'
                  : `${JSON.stringify(
                      host,
                    )} would answer for the hosts of others`,
              expected: 'the full name of a host',
            },
          ];
    }),
  ];
}
