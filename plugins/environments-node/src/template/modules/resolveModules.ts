import type { Entity } from '@backstage/catalog-model';
import { checkModule } from '../check/checkModule';
import type { CheckedModule } from '../check/checkModule';
import type {
  EnvironmentTemplate,
  ResolvedModule,
} from '../EnvironmentTemplate';
import { TEMPLATE_LIMITS } from '../limits';
import { moduleRevisionOf } from '../revisionOf';
import type { TemplateProblem } from '../TemplateProblem';
import { checkTree } from '../tree';
import { moduleRefOf } from './moduleRefOf';
import { inModule } from './TemplatePart';

/** What {@link resolveModules} found. */
export interface ResolvedModules {
  modules: Record<string, ResolvedModule>;
  problems: TemplateProblem[];
  warnings: TemplateProblem[];
}

/**
 * Many templates have the same modules, and to check one takes longer than all
 * else. An entity is not changed once it is here: it is another one then.
 */
const known = new WeakMap<
  Entity,
  { checked: CheckedModule; digest?: string }
>();

function checkedOnce(entity: Entity) {
  let entry = known.get(entity);
  if (!entry) {
    const checked = checkModule(entity);
    entry = {
      checked,
      ...(checked.module && { digest: moduleRevisionOf(checked.module) }),
    };
    known.set(entity, entry);
  }
  return entry;
}

/** Looks up and checks the modules that a template names, each once. */
export function resolveModules(
  spec: EnvironmentTemplate['spec'],
  find: (ref: string) => Entity | undefined,
): ResolvedModules {
  const found: ResolvedModules = { modules: {}, problems: [], warnings: [] };
  const seen = new Set<string>();
  for (const { module, path } of usesOf(spec)) {
    const ref = moduleRefOf(module);
    if (ref === undefined || seen.has(ref)) {
      continue;
    }
    seen.add(ref);
    const entity = find(ref);
    if (!entity) {
      found.problems.push({
        path: `${path}/module`,
        message: `there is no module "${module}"`,
        expected: `an EnvironmentModule that the catalog knows as ${ref}`,
      });
      continue;
    }
    const { checked, digest } = checkedOnce(entity);
    const { module: good, problems, warnings } = checked;
    found.problems.push(
      ...problems.map(one => inModule({ path, module }, one)),
    );
    found.warnings.push(
      ...warnings.map(one => inModule({ path, module }, one)),
    );
    if (good) {
      const { name, title, description } = good.metadata;
      const { lifecycle = 'published' } = good.spec;
      if (lifecycle !== 'published') {
        found.warnings.push({
          path: `${path}/module`,
          message: `module "${module}" is ${
            lifecycle === 'draft' ? 'a draft' : 'deprecated'
          }`,
        });
      }
      found.modules[ref] = {
        revision: digest!,
        title: title ?? name,
        ...(description !== undefined && { description }),
        spec: good.spec,
      };
    }
  }
  // They are stored with the template, so together they are bounded too.
  const tooLarge = checkTree(found.modules, '/spec/modules', {
    ...TEMPLATE_LIMITS,
    depth: TEMPLATE_LIMITS.depth + 2,
  }).map(({ message, expected }) => ({
    path: '/spec/modules',
    message: `its modules are together ${message}`,
    expected,
  }));
  return { ...found, problems: [...found.problems, ...tooLarge] };
}

/** Where a template names a module. */
export function usesOf({
  modules = [],
  addOns = [],
}: EnvironmentTemplate['spec']): { module: string; path: string }[] {
  return [
    ...modules.map(({ module }, index) => ({
      module,
      path: `/spec/modules/${index}`,
    })),
    ...addOns.map(({ module }, index) => ({
      module,
      path: `/spec/addOns/${index}`,
    })),
  ];
}
