import type { EnvironmentTemplate } from '../EnvironmentTemplate';
import { TEMPLATE_LIMITS } from '../limits';
import { placeOf } from '../modules/placeOf';
import { checkOwnManifests } from '../ownManifests/checkOwnManifests';
import { pointer } from '../pointer';
import { checkObject, checkRequired, checkUnique } from '../safety';
import type { PlacedObject } from '../safety';
import { checkMaps } from '../safety/checkMaps';
import type { TemplateProblem } from '../TemplateProblem';
import { checkTree } from '../tree';
import type { PlainObject } from '../tree';
import type { MadePart, RenderedPart } from './renderParts';
import type { RenderInput } from './RenderInput';
import type { RenderMemo } from './RenderMemo';

const NAMESPACE_NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const PATH = '/spec/resources';

/**
 * Holds what was rendered against the rules for objects. They held for what ops
 * wrote; now the values are in it, and the developer's own objects are there.
 */
export function checkRendered(
  template: EnvironmentTemplate,
  parts: RenderedPart[],
  { environment: { namespace }, ownManifests = [] }: RenderInput,
  memo?: RenderMemo<MadePart>,
): TemplateProblem[] {
  const placed = parts.flatMap(({ part, objects }) =>
    objects.map(
      (object, index): PlacedObject => ({
        object,
        ...placeOf(part, index),
      }),
    ),
  );
  const objects = placed.map(({ object }) => object);
  const each = [
    ...placed.flatMap(({ object, path, report }) => {
      const check = () => checkTree(object, path, TEMPLATE_LIMITS);
      return (memo?.problemsOf('tree', object, check) ?? check()).map(report);
    }),
    ...checkTree(ownManifests, '/manifests', TEMPLATE_LIMITS),
  ];
  const unfit =
    each.length > 0 ? each : checkTree(objects, PATH, TEMPLATE_LIMITS);
  if (unfit.length > 0) {
    return unfit;
  }
  const own = ownManifests.map((object, index): PlacedObject => {
    const path = pointer('/manifests', index);
    return {
      object: object as PlainObject,
      path,
      place: path,
      report: problem => problem,
    };
  });
  const total = placed.length + own.length;
  return [
    ...(NAMESPACE_NAME.test(namespace)
      ? []
      : [{ path: '', message: `"${namespace}" is no name for a Namespace` }]),
    ...(total > TEMPLATE_LIMITS.resources
      ? [
          {
            path: own.length > 0 ? '/manifests' : PATH,
            message: `${total} objects are more than one environment can have`,
            expected: `${TEMPLATE_LIMITS.resources} at most`,
          },
        ]
      : []),
    ...placed.flatMap(({ object, path, report }) => {
      const check = () => [
        ...checkObject(object, { path, namespace }),
        ...checkMaps(object, path),
      ];
      return (memo?.problemsOf('rules', object, check) ?? check()).map(report);
    }),
    ...checkOwnManifests(template, ownManifests),
    ...checkUnique([...placed, ...own]),
    ...checkRequired(objects, PATH),
  ];
}
