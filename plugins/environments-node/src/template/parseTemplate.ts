import type { Entity } from '@backstage/catalog-model';
import { checkTemplate } from './check/checkTemplate';
import type { TemplateOptions } from './check/checkTemplate';
import type { EnvironmentTemplate } from './EnvironmentTemplate';
import { TemplateError } from './TemplateError';

/**
 * Reads a template from its catalog entity, as {@link checkTemplate} does.
 *
 * @throws {@link TemplateError} with all that is wrong, each with its place
 *
 * @public
 */
export function parseTemplate(
  entity: Entity,
  options?: TemplateOptions,
): EnvironmentTemplate {
  const { template, problems } = checkTemplate(entity, options);
  if (!template) {
    throw new TemplateError(
      `Template "${entity.metadata?.name}" can't be used`,
      problems,
    );
  }
  return template;
}
