import type { Entity } from '@backstage/catalog-model';
import { environmentTemplateEntitySchema } from '@sandlot/plugin-environments-common';
import type { EnvironmentTemplate } from '../EnvironmentTemplate';
import { Expressions } from '../expressions';
import { resolveModules, usesOf } from '../modules/resolveModules';
import type { ResolvedModules } from '../modules/resolveModules';
import { checkParameterSchema } from '../parameters/checkParameterSchema';
import { checkUi } from '../parameters/checkUi';
import { propertiesOf } from '../parameters/propertiesOf';
import type { TemplateProblem } from '../TemplateProblem';
import { checkTrials } from '../trials/checkTrials';
import { checkContent } from './checkContent';
import { checkOwner, checkPeople } from './checkEntityRefs';
import { checkGrammar } from './checkGrammar';
import { checkGroups } from './checkGroups';
import { checkLease } from './checkLease';
import { checkNames } from './checkNames';
import { checkParts } from './checkParts';
import { checkRules } from './checkRules';
import { checkUses } from './checkUses';
import { toContent } from './toContent';

/** @public */
export interface TemplateOptions {
  /**
   * The entity of a module by its full reference, such as
   * `environmentmodule:default/quota`; undefined when there is none.
   */
  modules?: (ref: string) => Entity | undefined;
  /**
   * Read a template without looking at its modules, where nobody can look them
   * up. What comes out can't be rendered.
   */
  unresolved?: boolean;
}

/** @public */
export interface CheckedTemplate {
  /** Absent when there are problems. */
  template?: EnvironmentTemplate;
  /** Why it can't be published; paths are JSON Pointers into the entity. */
  problems: TemplateProblem[];
  /** What its authors should know, though it can be published. */
  warnings: TemplateProblem[];
}

/**
 * Reads a template from its catalog entity and tells all that is wrong with
 * it: grammar, parameters, expressions, modules, safety, and what every
 * environment must have. If that is nothing, it is rendered with its defaults
 * and with other choices that it offers. Never throws for what the entity says.
 *
 * @public
 */
export function checkTemplate(
  entity: Entity,
  options: TemplateOptions = {},
): CheckedTemplate {
  const unread = checkGrammar(entity, environmentTemplateEntitySchema);
  if (unread.length > 0) {
    return { problems: unread, warnings: [] };
  }
  const content = toContent<EnvironmentTemplate>(entity);
  const { spec } = content;
  const { modules, problems: unresolved, warnings } = resolve(spec, options);
  const template = {
    ...content,
    ...(Object.keys(modules).length > 0 && { modules }),
  };

  const schema = checkParameterSchema(spec.parameters, '/spec/parameters');
  // With a schema that can't be read every parameter would seem unknown.
  const expressions =
    schema.length > 0 ? undefined : Expressions.create(spec.parameters);
  const plain = [
    ...checkOwner(spec.owner),
    ...checkPeople(spec),
    ...schema,
    ...(schema.length > 0 ? [] : checkUi(spec.parameters, '/spec/parameters')),
    ...checkGroups(
      spec.groups,
      propertiesOf(spec.parameters).map(({ name }) => name),
    ),
    ...checkLease(spec),
    ...unresolved,
    ...checkNames(spec.addOns, '/spec/addOns'),
    ...(expressions ? checkUses(template, expressions) : []),
    ...(expressions ? checkRules(spec) : []),
    ...checkContent(spec, expressions),
    ...checkParts(template),
  ];
  // What can't be read can't be tried.
  const problems = plain.length > 0 ? plain : checkTrials(template);
  return {
    ...(problems.length === 0 && { template }),
    problems,
    warnings,
  };
}

function resolve(
  spec: EnvironmentTemplate['spec'],
  { modules: find, unresolved }: TemplateOptions,
): ResolvedModules {
  const uses = usesOf(spec);
  if (find && !unresolved) {
    return resolveModules(spec, find);
  }
  return {
    modules: {},
    problems:
      uses.length > 0 && !unresolved
        ? [
            {
              path: uses[0].path,
              message:
                'its modules are not known here, so it can not be judged',
            },
          ]
        : [],
    warnings: [],
  };
}
