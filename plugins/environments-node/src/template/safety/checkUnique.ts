import { at } from '../at';
import { pointer } from '../pointer';
import type { TemplateProblem } from '../TemplateProblem';
import type { PlacedObject } from './PlacedObject';

/**
 * Two objects of one kind and name would overwrite each other.
 *
 * @param known - of the objects, those that were compared with each other before
 */
export function checkUnique(
  objects: PlacedObject[],
  known: PlacedObject[] = [],
): TemplateProblem[] {
  const first = new Map<string, PlacedObject>();
  return objects.flatMap(placed => {
    const name = at(placed.object, 'metadata', 'name');
    const key = `${placed.object.kind} "${name}"`;
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, placed);
      return [];
    }
    return known.includes(placed)
      ? []
      : [
          placed.report({
            path: pointer(placed.path, 'metadata', 'name'),
            message: `there is a ${key} already, at ${earlier.place}`,
          }),
        ];
  });
}
