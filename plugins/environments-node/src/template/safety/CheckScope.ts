import { hasExpression } from '../expressions';

/** Where an object stands, and how much of it is known. */
export interface CheckScope {
  /** JSON Pointer of the object in the template. */
  path: string;
  /**
   * The environment's namespace once the object is rendered. Before that,
   * names may still hold expressions.
   */
  namespace?: string;
  /** Nothing in it is an expression, though its namespace is not known. */
  isLiteral?: boolean;
}

/** Whether what stands here is only known once it is rendered. */
export function isOpen(scope: CheckScope, value: unknown): boolean {
  return (
    scope.namespace === undefined && !scope.isLiteral && hasExpression(value)
  );
}
