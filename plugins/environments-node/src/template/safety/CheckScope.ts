/** Where an object stands, and how much of it is known. */
export interface CheckScope {
  /** JSON Pointer of the object in the template. */
  path: string;
  /**
   * The environment's namespace once the object is rendered. Before that,
   * names may still hold expressions.
   */
  namespace?: string;
}
