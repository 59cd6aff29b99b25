import type { Entity } from '@backstage/catalog-model';
import type { z } from 'zod/v4';
import { parseGrammar } from '../grammar/parseGrammar';
import { TEMPLATE_LIMITS } from '../limits';
import type { TemplateProblem } from '../TemplateProblem';
import { checkTree } from '../tree';
import { checkEntityMetadata } from './checkEntityMetadata';

/** Size and grammar; what follows assumes both. */
export function checkGrammar(
  entity: Entity,
  schema: z.ZodType,
): TemplateProblem[] {
  const unfit = [
    ...checkTree(entity.metadata, '/metadata', TEMPLATE_LIMITS),
    ...checkTree(entity.spec ?? {}, '/spec', TEMPLATE_LIMITS),
  ];
  if (unfit.length > 0) {
    return unfit;
  }
  const { problems } = parseGrammar(schema, entity);
  return problems.length > 0 ? problems : checkEntityMetadata(entity);
}
