import type { TemplateProblem } from '../TemplateProblem';
import type { PlainObject } from '../tree';

/** Where an object stands that may come from another document. */
export interface Place {
  /** JSON Pointer in its own document. */
  path: string;
  /** The same for people, with the document if it is another one. */
  place: string;
  /** Turns a problem of its own document into one of the template. */
  report: (problem: TemplateProblem) => TemplateProblem;
}

export interface PlacedObject extends Place {
  object: PlainObject;
}
