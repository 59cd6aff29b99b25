import type { Entity } from '@backstage/catalog-model';
import type { z } from 'zod/v4';
import { TEMPLATE_LIMITS } from '../limits';
import { pointer } from '../pointer';
import type { TemplateProblem } from '../TemplateProblem';
import { checkTree } from '../tree';

/** Size and grammar; what follows assumes both. */
export function checkGrammar(
  entity: Entity,
  schema: z.ZodType,
): TemplateProblem[] {
  const unfit = checkTree(entity.spec ?? {}, '/spec', TEMPLATE_LIMITS);
  if (unfit.length > 0) {
    return unfit;
  }
  const result = schema.safeParse(entity);
  return (result.error?.issues ?? []).map(({ path, message }) => ({
    path: pointer('', ...path),
    message,
  }));
}
