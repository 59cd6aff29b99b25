import type { KubernetesObject } from '../../KubernetesObject';
import type { EnvironmentTemplate } from '../EnvironmentTemplate';
import { ownObject, toNamespace } from '../ownership';
import { waveOf, WAVES } from '../safety';
import { TemplateError } from '../TemplateError';
import { cloneJson } from '../tree';
import { checkRendered } from './checkRendered';
import type { RenderInput } from './RenderInput';
import { renderParts } from './renderParts';

/**
 * The objects of an environment in the order in which they are made, its
 * Namespace first. The same input gives the same objects.
 *
 * @throws {@link TemplateError} when an expression fails or what comes out is
 * not admitted in an environment. Paths start with `/spec`, of the template,
 * and for what the developer brought with `/addOns` or `/manifests`.
 *
 * @public
 */
export function renderTemplate(
  template: EnvironmentTemplate,
  input: RenderInput,
): KubernetesObject[] {
  const { parts, problems } = renderParts(template, input);
  const faults =
    problems.length > 0 ? problems : checkRendered(template, parts, input);
  if (faults.length > 0) {
    throw new TemplateError(
      `Template "${template.metadata.name}" can't be rendered`,
      faults,
    );
  }

  const objects = [
    ...parts.flatMap(({ part, objects: made }) =>
      made.map(object =>
        // What holds no expression is the template's own.
        ownObject(
          cloneJson(object) as KubernetesObject,
          part.origin,
          template,
          input,
        ),
      ),
    ),
    ...(input.ownManifests ?? []).map(object =>
      ownObject(object, 'developer', template, input),
    ),
  ];
  return [
    toNamespace(template, input),
    ...WAVES.flatMap(wave => objects.filter(object => waveOf(object) === wave)),
  ];
}
