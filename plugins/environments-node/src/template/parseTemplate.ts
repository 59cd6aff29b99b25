import { parseEntityRef, DEFAULT_NAMESPACE } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { environmentTemplateEntitySchema } from '@sandlot/plugin-environments-common';
import type { Problem } from '@sandlot/plugin-environments-common';
import type { EnvironmentTemplate } from './EnvironmentTemplate';
import { Expressions } from './expressions';
import { TEMPLATE_LIMITS } from './limits';
import { checkParameterSchema } from './parameterSchema';
import { pointer } from './pointer';
import { checkObject, checkRequired, checkUnique } from './safety';
import { TemplateError } from './TemplateError';
import { checkTree, cloneJson } from './tree';

/**
 * Reads a template from its catalog entity: grammar, parameters, expressions,
 * safety, and what every environment must have.
 *
 * @throws {@link TemplateError} with all that is wrong, each with its place
 *
 * @public
 */
export function parseTemplate(entity: Entity): EnvironmentTemplate {
  const subject = `Template "${entity.metadata?.name}" can't be used`;

  // First, because what follows assumes a tree of bounded size.
  refuse(subject, checkTree(entity.spec, '/spec', TEMPLATE_LIMITS));
  refuse(subject, checkGrammar(entity));

  const template = toTemplate(entity);
  const { parameters, resources } = template.spec;
  const path = '/spec/resources';
  const schemaProblems = checkParameterSchema(parameters, '/spec/parameters');

  refuse(subject, [
    ...checkOwner(template),
    ...schemaProblems,
    ...(resources.length > TEMPLATE_LIMITS.resources
      ? [{ path, message: `more than ${TEMPLATE_LIMITS.resources} objects` }]
      : []),
    // With a schema that can't be read every parameter would seem unknown.
    ...(schemaProblems.length > 0
      ? []
      : Expressions.create(parameters).check(resources, path)),
    ...resources.flatMap((resource, index) =>
      checkObject(resource, { path: pointer(path, index) }),
    ),
    ...checkUnique(resources, path),
    ...checkRequired(resources, path),
  ]);
  return template;
}

function refuse(subject: string, problems: Problem[]): void {
  if (problems.length > 0) {
    throw new TemplateError(subject, problems);
  }
}

function checkGrammar(entity: Entity): Problem[] {
  const result = environmentTemplateEntitySchema.safeParse(entity);
  return (result.error?.issues ?? []).map(({ path, message }) => ({
    path: pointer('', ...path),
    message,
  }));
}

function checkOwner({ spec }: EnvironmentTemplate): Problem[] {
  try {
    parseEntityRef(spec.owner, { defaultKind: 'group' });
    return [];
  } catch {
    return [
      {
        path: '/spec/owner',
        message: `"${spec.owner}" names no owner`,
        expected: 'an entity reference such as "group:default/platform-ops"',
      },
    ];
  }
}

function toTemplate(entity: Entity): EnvironmentTemplate {
  const { name, namespace, title, description, tags } = entity.metadata;
  const spec = entity.spec as unknown as EnvironmentTemplate['spec'];
  return {
    apiVersion: entity.apiVersion as EnvironmentTemplate['apiVersion'],
    kind: entity.kind as EnvironmentTemplate['kind'],
    metadata: {
      name,
      namespace: namespace ?? DEFAULT_NAMESPACE,
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      ...(tags !== undefined && { tags: [...tags] }),
    },
    spec: cloneJson(spec),
  };
}
