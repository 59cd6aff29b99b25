import type { JsonObject } from '@backstage/types';
import type { EnvironmentTemplate } from '../EnvironmentTemplate';

type ModuleSpec = NonNullable<EnvironmentTemplate['modules']>[string]['spec'];

const NO_PARAMETERS: JsonObject = { type: 'object', properties: {} };
const completed = new WeakMap<ModuleSpec, ModuleSpec>();

/** Compiled expressions are kept with a schema; so that each is compiled once, there has to be one. */
export function withSchemas(
  template: EnvironmentTemplate,
): EnvironmentTemplate {
  const { spec, modules } = template;
  return {
    ...template,
    ...(!spec.parameters && {
      spec: { ...spec, parameters: { ...NO_PARAMETERS } },
    }),
    ...(modules && {
      modules: Object.fromEntries(
        Object.entries(modules).map(([ref, module]) => [
          ref,
          { ...module, spec: complete(module.spec) },
        ]),
      ),
    }),
  };
}

function complete(spec: ModuleSpec): ModuleSpec {
  if (spec.parameters) {
    return spec;
  }
  const known = completed.get(spec) ?? {
    ...spec,
    parameters: { ...NO_PARAMETERS },
  };
  completed.set(spec, known);
  return known;
}
