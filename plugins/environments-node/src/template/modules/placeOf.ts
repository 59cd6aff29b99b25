import { pointer } from '../pointer';
import type { Place } from '../safety';
import { locate } from './TemplatePart';
import type { TemplatePart } from './TemplatePart';

/** Where an object of a part stands, and how to tell what is wrong with it. */
export function placeOf(part: TemplatePart, index: number): Place {
  const path = pointer('/spec/resources', index);
  return {
    path,
    place: part.use ? `${path} of module "${part.use.module}"` : path,
    report: problem => locate(part, problem),
  };
}
