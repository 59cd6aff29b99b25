import type { Entity } from '@backstage/catalog-model';
import { environmentModuleEntitySchema } from '@sandlot/plugin-environments-common';
import type { EnvironmentModule } from '../EnvironmentModule';
import { Expressions } from '../expressions';
import { checkParameterSchema } from '../parameters/checkParameterSchema';
import { checkNoUi } from '../parameters/checkUi';
import type { TemplateProblem } from '../TemplateProblem';
import { checkContent } from './checkContent';
import { checkOwner } from './checkEntityRefs';
import { checkGrammar } from './checkGrammar';
import { toContent } from './toContent';

/** @public */
export interface CheckedModule {
  /** Absent when there are problems. */
  module?: EnvironmentModule;
  /** Why it can't be used; paths are JSON Pointers into the entity. */
  problems: TemplateProblem[];
  /** What its authors should know. */
  warnings: TemplateProblem[];
}

/**
 * Reads a module from its catalog entity and tells all that is wrong with it.
 *
 * @public
 */
export function checkModule(entity: Entity): CheckedModule {
  const unread = checkGrammar(entity, environmentModuleEntitySchema);
  if (unread.length > 0) {
    return { problems: unread, warnings: [] };
  }
  const module = toContent<EnvironmentModule>(entity);
  const { owner, parameters } = module.spec;
  const schema = checkParameterSchema(parameters, '/spec/parameters');
  const problems = [
    ...checkOwner(owner),
    ...schema,
    ...checkNoUi(parameters, '/spec/parameters'),
    ...checkContent(
      module.spec,
      // With a schema that can't be read every parameter would seem unknown.
      schema.length > 0 ? undefined : Expressions.create(parameters, 'module'),
    ),
  ];
  return { ...(problems.length === 0 && { module }), problems, warnings: [] };
}
