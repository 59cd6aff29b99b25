import { at } from '../at';
import { pointer } from '../pointer';
import type { TemplateProblem } from '../TemplateProblem';
import { isPlainObject } from '../tree';
import type { PlainObject } from '../tree';

/** Labels and annotations may have come out of an expression. */
export function checkMaps(
  object: PlainObject,
  path: string,
): TemplateProblem[] {
  return ['labels', 'annotations'].flatMap(field => {
    const map = at(object, 'metadata', field) ?? {};
    const isFit =
      isPlainObject(map) &&
      Object.values(map).every(value => typeof value === 'string');
    return isFit
      ? []
      : [
          {
            path: pointer(path, 'metadata', field),
            message: 'not a map of texts',
          },
        ];
  });
}
