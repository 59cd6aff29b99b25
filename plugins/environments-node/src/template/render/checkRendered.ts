import type { EnvironmentTemplate } from '../EnvironmentTemplate';
import { TEMPLATE_LIMITS } from '../limits';
import { placesOf } from '../modules/placesOf';
import { checkOwnManifests } from '../ownManifests/checkOwnManifests';
import { pointer } from '../pointer';
import { checkObject, checkRequired, checkUnique } from '../safety';
import type { PlacedObject } from '../safety';
import type { TemplateProblem } from '../TemplateProblem';
import { checkTree, extentOf } from '../tree';
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
  const placed = parts.flatMap(({ part, objects }) => {
    const places = placesOf(part);
    return objects.map(
      (object, index): PlacedObject => ({ object, ...places[index] }),
    );
  });
  const objects = placed.map(({ object }) => object);
  const unfit = faultsOfSize(placed, ownManifests, memo);
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
      const check = () => checkObject(object, { path, namespace });
      return (memo?.problemsOf(object, check) ?? check()).map(report);
    }),
    ...checkOwnManifests(template, ownManifests),
    ...checkUnique([...placed, ...own]),
    ...checkRequired(objects, PATH),
  ];
}

/** What is no JSON, or too large: each by itself, and all together. */
function faultsOfSize(
  placed: PlacedObject[],
  ownManifests: unknown[],
  memo: RenderMemo<MadePart> | undefined,
): TemplateProblem[] {
  const theirs = checkTree(ownManifests, '/manifests', TEMPLATE_LIMITS);
  if (areFit(placed, memo)) {
    return theirs;
  }
  const each = [
    ...placed.flatMap(({ object, path, report }) =>
      checkTree(object, path, TEMPLATE_LIMITS).map(report),
    ),
    ...theirs,
  ];
  const objects = placed.map(({ object }) => object);
  return each.length > 0 ? each : checkTree(objects, PATH, TEMPLATE_LIMITS);
}

/** Told by their sizes, so that nothing is walked that was measured before. */
function areFit(
  placed: PlacedObject[],
  memo: RenderMemo<MadePart> | undefined,
): boolean {
  // The list that they are in.
  const total = { values: 1, characters: 0, depth: 0 };
  for (const { object } of placed) {
    const measure = () => extentOf(object, TEMPLATE_LIMITS);
    const extent = memo ? memo.extentOf(object, measure) : measure();
    if (!extent) {
      return false;
    }
    total.values += extent.values;
    total.characters += extent.characters;
    total.depth = Math.max(total.depth, extent.depth + 1);
  }
  return (
    total.values <= TEMPLATE_LIMITS.values &&
    total.characters <= TEMPLATE_LIMITS.characters &&
    total.depth <= TEMPLATE_LIMITS.depth
  );
}
