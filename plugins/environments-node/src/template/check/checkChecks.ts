import type {
  TemplateCheck,
  TemplateResource,
} from '@sandlot/plugin-environments-common';
import { hasExpression } from '../expressions';
import type { Expressions } from '../expressions';
import { pointer } from '../pointer';
import type { TemplateProblem } from '../TemplateProblem';
import { checkNames } from './checkNames';

const PATH = '/spec/checks';

/** That checks speak of objects that are made beside them, in CEL that is true or false. */
export function checkChecks(
  checks: TemplateCheck[],
  resources: TemplateResource[],
  expressions: Expressions | undefined,
): TemplateProblem[] {
  return [
    ...checkNames(checks, PATH),
    ...checks.flatMap((check, index) => {
      const path = pointer(PATH, index);
      const namePath = pointer(path, 'object', 'name');
      return [
        ...(expressions?.check(check.object.name, namePath) ?? []),
        ...checkMade(check.object, resources, pointer(path, 'object')),
        ...(expressions?.checkCheck(check.that, pointer(path, 'that')) ?? []),
      ];
    }),
  ];
}

function checkMade(
  object: TemplateCheck['object'],
  resources: TemplateResource[],
  path: string,
): TemplateProblem[] {
  const names = resources
    .filter(
      ({ apiVersion, kind }) =>
        apiVersion === object.apiVersion && kind === object.kind,
    )
    .map(({ metadata }) => metadata.name);
  const isMade =
    names.includes(object.name) ||
    (names.length > 0 && hasExpression(object.name)) ||
    names.some(hasExpression);
  return isMade
    ? []
    : [
        {
          path,
          message: `no ${object.kind} "${object.name}" of ${object.apiVersion} is made here`,
          expected:
            names.length > 0
              ? `one of ${names.join(', ')}`
              : 'one of the resources beside the checks',
        },
      ];
}
