import type { EnvironmentTemplate } from '../EnvironmentTemplate';
import { hasExpression } from '../expressions';
import { TEMPLATE_LIMITS } from '../limits';
import { isResolved, partsOf } from '../modules/partsOf';
import { isUnconditional } from '../modules/TemplatePart';
import type { TemplatePart } from '../modules/TemplatePart';
import { placesOf } from '../modules/placesOf';
import { checkRequired, checkUnique } from '../safety';
import type { PlacedObject } from '../safety';
import type { TemplateProblem } from '../TemplateProblem';

const PATH = '/spec/resources';

/** What shows only with a template's modules beside it: what is there twice, too much, or not at all. */
export function checkParts(template: EnvironmentTemplate): TemplateProblem[] {
  const parts = partsOf(template);
  const always = parts.filter(isUnconditional);
  const [own, ...modules] = always.map(named);
  const objects = always.flatMap(({ resources }) => resources);
  return [
    // Within one part that has been told already.
    ...checkUnique([own, ...modules].flat(), own),
    ...parts
      .filter(part => !isUnconditional(part))
      .flatMap(part => {
        const known = [own, ...modules].flat();
        return checkUnique([...known, ...named(part)], known);
      }),
    ...(objects.length > TEMPLATE_LIMITS.resources && modules.length > 0
      ? [
          {
            path: '/spec/modules',
            message: `more than ${TEMPLATE_LIMITS.resources} objects with those of the modules`,
          },
        ]
      : []),
    ...(isResolved(template) ? checkRequired(objects, PATH) : []),
  ];
}

/** The objects whose names are known; others are compared once they are rendered. */
function named(part: TemplatePart): PlacedObject[] {
  const places = placesOf(part);
  return part.resources
    .map((object, index) => ({ object, ...places[index] }))
    .filter(({ object }) => !hasExpression(object.metadata.name));
}
