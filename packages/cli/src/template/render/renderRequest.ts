import type { JsonObject } from '@backstage/types';
import {
  parseOwnManifests,
  renderTemplate,
  TemplateError,
  validateAddOns,
  validateParameters,
} from '@sandlot/plugin-environments-node';
import type {
  EnvironmentTemplate,
  KubernetesObject,
} from '@sandlot/plugin-environments-node';
import type { Problem } from '@sandlot/plugin-environments-common';

/** What a developer would send; what is absent is as in a fresh form. */
export interface RenderRequest {
  parameters?: JsonObject;
  /** Absent: those that are switched on unless told. */
  addOns?: string[];
  /** YAML of what the developer adds. */
  manifests?: string;
  /** Entity reference. */
  owner?: string;
  name?: string;
  cluster?: string;
  /** Digest of the template; zeros, unless the real one is wanted. */
  revision?: string;
}

/** Either objects, in the order in which they are made, or why there are none. */
export interface Rendered {
  objects: KubernetesObject[];
  problems: Problem[];
}

/** The same on every machine and every day, so that output can be compared. */
const ENVIRONMENT_ID = '00000000-0000-7000-8000-000000000001';
const REQUEST_ID = '00000000-0000-7000-8000-000000000002';
const NAMESPACE_SUFFIX = 'aaaaaa';
const NO_REVISION = `sha256:${'0'.repeat(64)}`;
const DEFAULTS = {
  owner: 'group:default/example-team',
  name: 'example',
  cluster: 'local',
};

/** As the portal admits them. */
const OWNER = /^[a-z0-9-]+:[a-z0-9-_.]+\/[a-zA-Z0-9-_.]+$/;
const NAME = /^(?=.{1,40}$)[a-z]([a-z0-9-]*[a-z0-9])?$/;

/** Renders what a request would make, with ids that are always the same. */
export function renderRequest(
  template: EnvironmentTemplate,
  request: RenderRequest,
): Rendered {
  const chosen = validateParameters(template, request.parameters ?? {});
  const { parameters } = chosen;
  // Whether add-ons are offered can't be told of parameters that don't fit.
  if (chosen.problems.length > 0) {
    return { objects: [], problems: chosen.problems };
  }
  const addOns = request.addOns ?? defaultAddOns(template, parameters);
  const own =
    request.manifests === undefined
      ? { manifests: [], problems: [] }
      : parseOwnManifests(template, request.manifests);
  const { owner, name, cluster } = { ...DEFAULTS, ...defined(request) };
  const problems = [
    ...checkNames(owner, name),
    ...validateAddOns(template, addOns, parameters),
    ...own.problems,
  ];
  if (problems.length > 0) {
    return { objects: [], problems };
  }
  try {
    const objects = renderTemplate(template, {
      parameters,
      addOns,
      ownManifests: own.manifests,
      environment: {
        id: ENVIRONMENT_ID,
        name,
        namespace: `sbx-${name}-${NAMESPACE_SUFFIX}`,
      },
      owner: { ref: owner, name: owner.slice(owner.lastIndexOf('/') + 1) },
      cluster: { name: cluster },
      revision: request.revision ?? NO_REVISION,
      requestId: REQUEST_ID,
    });
    return { objects, problems: [] };
  } catch (error) {
    if (error instanceof TemplateError) {
      return { objects: [], problems: error.problems };
    }
    throw error;
  }
}

function checkNames(owner: string, name: string): Problem[] {
  return [
    ...(OWNER.test(owner)
      ? []
      : [
          {
            path: '/owner',
            message: `"${owner}" names no owner`,
            expected: `an entity reference such as "${DEFAULTS.owner}"`,
          },
        ]),
    ...(NAME.test(name)
      ? []
      : [
          {
            path: '/name',
            message: `"${name}" is no name of an environment`,
            expected:
              'at most 40 lower case letters, digits and hyphens, a letter first and no hyphen last',
          },
        ]),
  ];
}

function defaultAddOns(
  template: EnvironmentTemplate,
  parameters: JsonObject,
): string[] {
  return (template.spec.addOns ?? [])
    .filter(addOn => addOn.default)
    .map(addOn => addOn.name)
    .filter(name => validateAddOns(template, [name], parameters).length === 0);
}

function defined<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([, field]) => field !== undefined),
  ) as T;
}
