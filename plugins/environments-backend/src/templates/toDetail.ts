import { TemplateDetail } from '@sandlot/plugin-environments-common';
import {
  EnvironmentTemplate,
  moduleRefOf,
  validateParameters,
} from '@sandlot/plugin-environments-node';
import { CurrentTemplate, toSummary } from '../service/TemplateSource';

const MOST_OWN_MANIFESTS = 20;

/** A template with its form, as the API shows it. */
export function toDetail(current: CurrentTemplate): TemplateDetail {
  const { template } = current;
  const { spec } = template;
  return {
    ...toSummary(current),
    parameters: spec.parameters ?? { type: 'object' },
    groups: spec.groups ?? [],
    hidden: validateParameters(template, {}).hidden,
    addOns: (spec.addOns ?? []).map(addOn => {
      const module = moduleOf(template, addOn.module);
      return {
        name: addOn.name,
        title: addOn.title ?? module?.title ?? addOn.name,
        description: addOn.description ?? module?.description ?? '',
        default: addOn.default ?? false,
      };
    }),
    ...(spec.ownManifests && {
      ownManifests: {
        kinds: spec.ownManifests.kinds,
        maximum: spec.ownManifests.maximum ?? MOST_OWN_MANIFESTS,
      },
    }),
    checks: [
      ...(spec.checks ?? []),
      ...(spec.modules ?? []).flatMap(
        ({ module }) => moduleOf(template, module)?.spec.checks ?? [],
      ),
    ].map(({ name, message }) => ({ name, message })),
    ...(spec.lease && { lease: spec.lease }),
  };
}

function moduleOf({ modules = {} }: EnvironmentTemplate, name: string) {
  const ref = moduleRefOf(name);
  return ref !== undefined && Object.hasOwn(modules, ref)
    ? modules[ref]
    : undefined;
}
