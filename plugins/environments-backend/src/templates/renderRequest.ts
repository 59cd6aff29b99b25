import { JsonObject } from '@backstage/types';
import { Problem } from '@sandlot/plugin-environments-common';
import {
  EnvironmentTemplate,
  FrozenCheck,
  KubernetesObject,
  TemplateError,
  parseOwnManifests,
  renderChecks,
  renderTemplate,
  validateAddOns,
  validateParameters,
} from '@sandlot/plugin-environments-node';
import { canonicalBytes } from '../audit/canonical';
import { addOnsOnOffer, defaultAddOns } from './addOns';

/** What somebody asks for, and what it is for. */
export interface RenderRequest {
  name: string;
  owner: string;
  cluster: string;
  namespace: string;
  environmentId: string;
  /** Id of the operation that makes the Namespace. */
  requestId: string;
  parameters: unknown;
  /** Absent: those that are on in a fresh form. */
  addOns?: string[];
  /** The developer's own objects, as YAML or as they were read before. */
  manifests?: string | KubernetesObject[];
}

/** An environment as it would be; what came before a fault is there as well. */
export interface RenderedRequest {
  parameters: JsonObject;
  hidden: string[];
  addOns: string[];
  addOnsOnOffer: string[];
  ownManifests: KubernetesObject[];
  /** Empty while there are problems. */
  manifests: KubernetesObject[];
  checks: FrozenCheck[];
  problems: Problem[];
}

/** A record takes 64 KiB at most, and holds them. */
const LARGEST_PARAMETERS = 32 * 1024;

/** Makes the objects of an environment, or says all that stands against it. */
export function renderRequest(
  template: EnvironmentTemplate,
  revision: string,
  request: RenderRequest,
): RenderedRequest {
  const { parameters, hidden, problems } = validateParameters(
    template,
    request.parameters,
  );
  const areFit = problems.length === 0;
  const onOffer = areFit ? addOnsOnOffer(template, parameters) : [];
  const addOns = request.addOns ?? defaultAddOns(template, onOffer);
  const own = readOwn(template, request.manifests);
  const rendered: RenderedRequest = {
    parameters,
    hidden,
    addOns,
    addOnsOnOffer: onOffer,
    ownManifests: own.manifests,
    manifests: [],
    checks: [],
    problems: [
      ...problems,
      ...checkSize(parameters),
      ...(areFit ? validateAddOns(template, addOns, parameters) : []),
      ...own.problems,
    ],
  };
  if (rendered.problems.length > 0) return rendered;

  const input = {
    parameters,
    environment: {
      id: request.environmentId,
      name: request.name,
      namespace: request.namespace,
    },
    owner: {
      ref: request.owner,
      name: request.owner.slice(request.owner.indexOf('/') + 1),
    },
    cluster: { name: request.cluster },
    revision,
    requestId: request.requestId,
    addOns,
    ownManifests: own.manifests,
  };
  try {
    return {
      ...rendered,
      manifests: renderTemplate(template, input),
      checks: renderChecks(template, input),
    };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { ...rendered, problems: toProblems(error) };
  }
}

/** What people may change about it is their parameters, or what they added. */
function toProblems(error: TemplateError): Problem[] {
  const own = error.problems.filter(({ path }) =>
    path.startsWith('/manifests'),
  );
  const others = error.problems.filter(problem => !own.includes(problem));
  return [
    ...own,
    ...others.map(({ path, message, expected }) => ({
      path: '/parameters',
      message: `with these the template makes something that is not allowed: ${path}: ${message}`,
      expected,
    })),
  ];
}

function readOwn(
  template: EnvironmentTemplate,
  manifests: RenderRequest['manifests'],
): { manifests: KubernetesObject[]; problems: Problem[] } {
  if (manifests === undefined || manifests === '') {
    return { manifests: [], problems: [] };
  }
  return typeof manifests === 'string'
    ? parseOwnManifests(template, manifests)
    : { manifests, problems: [] };
}

function checkSize(parameters: JsonObject): Problem[] {
  return canonicalBytes(parameters).length > LARGEST_PARAMETERS
    ? [
        {
          path: '/parameters',
          message: 'Together they are too large to be recorded',
          expected: `at most ${LARGEST_PARAMETERS} bytes as JSON`,
        },
      ]
    : [];
}
