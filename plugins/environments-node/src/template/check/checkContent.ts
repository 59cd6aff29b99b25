import type {
  TemplateCheck,
  TemplateResource,
} from '@sandlot/plugin-environments-common';
import type { Expressions } from '../expressions';
import { TEMPLATE_LIMITS } from '../limits';
import { pointer } from '../pointer';
import { checkObject, checkUnique } from '../safety';
import type { TemplateProblem } from '../TemplateProblem';
import { checkChecks } from './checkChecks';

const PATH = '/spec/resources';

/** What templates and modules have in common: objects and checks. */
export function checkContent(
  spec: { resources?: TemplateResource[]; checks?: TemplateCheck[] },
  expressions: Expressions | undefined,
): TemplateProblem[] {
  const { resources = [], checks = [] } = spec;
  return [
    ...(resources.length > TEMPLATE_LIMITS.resources
      ? [
          {
            path: PATH,
            message: `more than ${TEMPLATE_LIMITS.resources} objects`,
          },
        ]
      : []),
    ...(expressions?.check(resources, PATH) ?? []),
    ...resources.flatMap((resource, index) =>
      checkObject(resource, { path: pointer(PATH, index) }),
    ),
    ...checkUnique(
      resources.map((object, index) => ({
        object,
        place: pointer(PATH, index),
        report: problem => problem,
        path: pointer(PATH, index),
      })),
    ),
    ...checkChecks(checks, resources, expressions),
  ];
}
