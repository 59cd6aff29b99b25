import type { JsonObject } from '@backstage/types';
import type { KubernetesObject } from '../../KubernetesObject';
import { Expressions } from '../expressions';
import type { ExpressionContext } from '../expressions';
import type { FrozenCheck } from './FrozenCheck';

/**
 * Whether a check holds for an object as the cluster has it now. No object, a
 * field that is missing and whatever else can't be told means: not yet.
 *
 * @public
 */
export function checkHolds(
  check: FrozenCheck,
  object: KubernetesObject | undefined,
): boolean {
  if (!object) {
    return false;
  }
  const context = check.context as unknown as ExpressionContext;
  const scope = context.addOns ? 'template' : 'module';
  return Expressions.create(check.schema, scope).decideCheck(check.that, {
    ...context,
    object: object as unknown as JsonObject,
  });
}
