import type { JsonObject } from '@backstage/types';
import type { Problem } from '@sandlot/plugin-environments-common';
import type { KubernetesObject } from '../KubernetesObject';
import type { EnvironmentTemplate } from './EnvironmentTemplate';
import { Expressions } from './expressions';
import { TEMPLATE_LIMITS } from './limits';
import { ownObject, toNamespace } from './ownership';
import { pointer } from './pointer';
import {
  checkObject,
  checkRequired,
  checkUnique,
  waveOf,
  WAVES,
} from './safety';
import { TemplateError } from './TemplateError';
import { checkTree, isPlainObject } from './tree';
import type { PlainObject } from './tree';

/** What a template is rendered for. @public */
export interface RenderInput {
  /** As {@link validateParameters} returns them: they fit and are complete. */
  parameters: JsonObject;
  environment: { id: string; name: string; namespace: string };
  owner: { ref: string; name: string };
  cluster: { name: string };
  /** Digest of the template, see {@link revisionOf}. */
  revision: string;
  /** Id of the operation that makes the Namespace. */
  requestId: string;
}

const NAMESPACE_NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const PATH = '/spec/resources';

/**
 * The objects of an environment in the order in which they are made, its
 * Namespace first. The same input gives the same objects.
 *
 * @throws {@link TemplateError} when an expression fails or what comes out is
 * not admitted in an environment
 *
 * @public
 */
export function renderTemplate(
  template: EnvironmentTemplate,
  input: RenderInput,
): KubernetesObject[] {
  const { name, namespace } = template.metadata;
  const { parameters, environment, owner, cluster, revision } = input;
  const subject = `Template "${name}" can't be rendered`;

  const { value, problems } = Expressions.create(
    template.spec.parameters,
  ).evaluate(template.spec.resources, PATH, {
    parameters,
    environment,
    owner,
    cluster,
    template: { name, namespace, revision },
  });
  const resources = value as PlainObject[];
  const unfit = [...problems, ...checkTree(resources, PATH, TEMPLATE_LIMITS)];
  refuse(subject, unfit.length > 0 ? unfit : check(resources, environment));

  const objects = resources.map(resource =>
    ownObject(resource as KubernetesObject, template, input),
  );
  return [
    toNamespace(template, input),
    ...WAVES.flatMap(wave => objects.filter(object => waveOf(object) === wave)),
  ];
}

function check(
  resources: PlainObject[],
  { namespace }: RenderInput['environment'],
): Problem[] {
  return [
    ...(NAMESPACE_NAME.test(namespace)
      ? []
      : [{ path: '', message: `"${namespace}" is no name for a Namespace` }]),
    ...resources.flatMap((resource, index) =>
      checkObject(resource, { path: pointer(PATH, index), namespace }),
    ),
    ...resources.flatMap((resource, index) =>
      checkMaps(resource, pointer(PATH, index)),
    ),
    ...checkUnique(resources, PATH),
    ...checkRequired(resources, PATH),
  ];
}

/** Labels and annotations may have come out of an expression. */
function checkMaps(resource: PlainObject, path: string): Problem[] {
  const metadata = resource.metadata as PlainObject;
  return ['labels', 'annotations'].flatMap(field => {
    const map = metadata?.[field] ?? {};
    const isFit =
      isPlainObject(map) &&
      Object.values(map).every(value => typeof value === 'string');
    return isFit
      ? []
      : [
          {
            path: pointer(path, 'metadata', field),
            message: 'not a map of texts',
          },
        ];
  });
}

function refuse(subject: string, problems: Problem[]): void {
  if (problems.length > 0) {
    throw new TemplateError(subject, problems);
  }
}
