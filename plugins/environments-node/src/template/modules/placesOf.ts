import { pointer } from '../pointer';
import type { Place } from '../safety';
import { locate } from './TemplatePart';
import type { TemplatePart } from './TemplatePart';

/** The same parts are rendered for many trials. */
const known = new WeakMap<TemplatePart, Place[]>();

/**
 * Where the objects of a part stand, in the order of its resources, and how to
 * tell what is wrong with them.
 */
export function placesOf(part: TemplatePart): Place[] {
  const places = known.get(part) ?? locateObjects(part);
  known.set(part, places);
  return places;
}

function locateObjects(part: TemplatePart): Place[] {
  const { resources, use } = part;
  return resources.map((_, index) => {
    const path = pointer('/spec/resources', index);
    return {
      path,
      place: use ? `${path} of module "${use.module}"` : path,
      report: problem => locate(part, problem),
    };
  });
}
