import type { Entity } from '@backstage/catalog-model';
import type { z } from 'zod/v4';
import { TEMPLATE_LIMITS } from '../limits';
import { pointer } from '../pointer';
import type { TemplateProblem } from '../TemplateProblem';
import { checkTree } from '../tree';
import { checkEntityMetadata } from './checkEntityMetadata';

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
  const problems = (result.error?.issues ?? []).flatMap(issue =>
    // Of what is not known, the key itself is the place.
    (issue.code === 'unrecognized_keys'
      ? issue.keys.map(key => [...issue.path, key])
      : [issue.path]
    ).map(path => ({ path: pointer('', ...path), message: issue.message })),
  );
  return problems.length > 0 ? problems : checkEntityMetadata(entity);
}
