import type { TemplatePolicy } from '@sandlot/plugin-environments-common';
import { checkConditions, checkPolicy } from '../check/checkRules';
import { checkNames } from '../check/checkNames';
import { isPerson } from '../check/checkEntityRefs';
import { Expressions } from '../expressions';
import { pointer } from '../pointer';
import type { TemplateProblem } from '../TemplateProblem';

/**
 * What is wrong with policies that are for any template. Parameters are not known there:
 * `has(parameters.size) && parameters.size == "L"`.
 *
 * @param path - JSON Pointer of the list
 * @public
 */
export function checkPolicySet(
  policies: readonly TemplatePolicy[],
  path: string,
): TemplateProblem[] {
  return [
    ...checkConditions(
      [...policies],
      path,
      Expressions.create(undefined, 'anyPolicy'),
    ),
    ...checkNames([...policies], path),
    ...policies.flatMap((policy, index) => [
      ...checkPolicy(policy, pointer(path, index)),
      ...(policy.by !== undefined && !isPerson(policy.by)
        ? [
            {
              path: pointer(path, index, 'by'),
              message: `"${policy.by}" names no user or group`,
              expected:
                'an entity reference such as "group:default/platform-ops"',
            },
          ]
        : []),
    ]),
  ];
}
