import type { Problem } from '@sandlot/plugin-environments-common';
import { pointer } from '../pointer';
import type { PlainObject } from '../tree';
import { at } from '../at';

/** Two objects of one kind and name would overwrite each other. */
export function checkUnique(objects: PlainObject[], path: string): Problem[] {
  const first = new Map<string, number>();
  return objects.flatMap((object, index) => {
    const name = at(object, 'metadata', 'name');
    const key = `${object.kind} "${name}"`;
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, index);
      return [];
    }
    return [
      {
        path: pointer(path, index, 'metadata', 'name'),
        message: `there is a ${key} already, at ${pointer(path, earlier)}`,
      },
    ];
  });
}
