import { JsonValue } from '@backstage/types';
import { parseQuantity } from '../clusters/parseQuantity';

/** Where Kubernetes' types have quantities, by the field that holds them. */
const HOLDERS =
  /\/(hard|requests|limits|default|defaultRequest|max|min|maxLimitRequestRatio)\/[^/]+$|\/(sizeLimit|storage)$/;

/** Whether two values are one amount in two notations, `1000m` and `1`. */
export function isSameQuantity(
  path: string,
  one: JsonValue,
  other: JsonValue | undefined,
): boolean {
  return (
    HOLDERS.test(path) &&
    isScalar(one) &&
    isScalar(other) &&
    parseQuantity(one) === parseQuantity(other)
  );
}

function isScalar(value: JsonValue | undefined): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
