import type { KubernetesObject } from '../../KubernetesObject';
import { checkHolds } from '../checks/checkHolds';
import type { FrozenCheck } from '../checks/FrozenCheck';
import type { EnvironmentTemplate } from '../EnvironmentTemplate';
import { TemplateError } from '../TemplateError';
import type { RenderInput } from './RenderInput';
import { renderParts } from './renderParts';

/** A check of one environment; stored without `holds`, as {@link FrozenCheck}. @public */
export interface RenderedCheck extends FrozenCheck {
  /** Whether it holds for the object as the cluster has it now; for none it doesn't. */
  holds(object: KubernetesObject | undefined): boolean;
}

/**
 * What must hold before the environment is Ready: the checks of the template
 * and of those of its modules and add-ons that the environment has.
 *
 * @throws {@link TemplateError} when an expression fails
 *
 * @public
 */
export function renderChecks(
  template: EnvironmentTemplate,
  input: RenderInput,
): RenderedCheck[] {
  const { parts, problems } = renderParts(template, input);
  if (problems.length > 0) {
    throw new TemplateError(
      `Template "${template.metadata.name}" can't be rendered`,
      problems,
    );
  }
  return parts
    .flatMap(({ checks }) => checks)
    .map(check => ({ ...check, holds: object => checkHolds(check, object) }));
}
