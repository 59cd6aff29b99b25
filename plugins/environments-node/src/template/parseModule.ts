import type { Entity } from '@backstage/catalog-model';
import { checkModule } from './check/checkModule';
import type { EnvironmentModule } from './EnvironmentModule';
import { TemplateError } from './TemplateError';

/**
 * Reads a module from its catalog entity, as {@link checkModule} does.
 *
 * @throws {@link TemplateError} with all that is wrong, each with its place
 *
 * @public
 */
export function parseModule(entity: Entity): EnvironmentModule {
  const { module, problems } = checkModule(entity);
  if (!module) {
    throw new TemplateError(
      `Module "${entity.metadata?.name}" can't be used`,
      problems,
    );
  }
  return module;
}
