import type {
  TemplateAddOn,
  TemplateModule,
} from '@sandlot/plugin-environments-common';
import type { EnvironmentTemplate } from '../EnvironmentTemplate';
import { moduleRefOf } from './moduleRefOf';
import type { TemplatePart } from './TemplatePart';

/** The most that a label's value can hold. */
const LONGEST_LABEL = 63;

/** The template and then its modules and add-ons, as far as they were looked up. */
export function partsOf(template: EnvironmentTemplate): TemplatePart[] {
  const { parameters, resources, checks, modules, addOns } = template.spec;
  return [
    {
      origin: 'template',
      ...(parameters && { parameters }),
      resources: resources ?? [],
      checks: checks ?? [],
    },
    ...(modules ?? []).flatMap((use, index) =>
      partOf(template, use, `/spec/modules/${index}`),
    ),
    ...(addOns ?? []).flatMap((use, index) =>
      partOf(template, use, `/spec/addOns/${index}`, use.name),
    ),
  ];
}

/** Whether all modules that it names were looked up; else it can't be rendered. */
export function isResolved(template: EnvironmentTemplate): boolean {
  const { modules = [], addOns = [] } = template.spec;
  return [...modules, ...addOns].every(({ module }) =>
    resolvedOf(template, module),
  );
}

function partOf(
  template: EnvironmentTemplate,
  use: TemplateModule | TemplateAddOn,
  path: string,
  addOn?: string,
): TemplatePart[] {
  const resolved = resolvedOf(template, use.module);
  if (!resolved) {
    return [];
  }
  const { parameters, resources, checks } = resolved.spec;
  const name = moduleRefOf(use.module)!.split('/')[1];
  const origin =
    addOn === undefined
      ? `module.${name}`.slice(0, LONGEST_LABEL).replace(/[^a-z0-9]+$/i, '')
      : `add-on.${addOn}`;
  return [
    {
      origin,
      ...(parameters && { parameters }),
      resources,
      checks: checks ?? [],
      use: {
        path,
        module: use.module,
        with: use.with ?? {},
        ...(use.when !== undefined && { when: use.when }),
        ...(addOn !== undefined && { addOn }),
      },
    },
  ];
}

function resolvedOf(template: EnvironmentTemplate, module: string) {
  const { modules = {} } = template;
  const ref = moduleRefOf(module);
  return ref !== undefined && Object.hasOwn(modules, ref)
    ? modules[ref]
    : undefined;
}
