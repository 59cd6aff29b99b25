import { JsonObject } from '@backstage/types';
import { Problem } from '@sandlot/plugin-environments-common';
import {
  LABEL_REQUEST,
  RenderInput,
  TemplateError,
  renderChecks,
  renderTemplate,
  validateAddOns,
  validateParameters,
} from '@sandlot/plugin-environments-node';
import { EnvironmentRender } from '../database/EnvironmentRendersTable';
import { UpgradeTarget } from '../database/UpgradeTargetsTable';
import { EnvironmentRow } from '../database/rows';

/** What a person chooses anew; what is absent stays as it is. */
export interface UpgradeChoice {
  parameters?: Record<string, unknown>;
  addOns?: string[];
}

export interface UpgradePlan {
  parameters: JsonObject;
  addOns: string[];
  /** Paths are JSON Pointers into the request. */
  problems: Problem[];
  /** Absent while there are problems. */
  render?: EnvironmentRender;
}

/**
 * What an environment would be made of at another revision. Its id, name,
 * namespace, owner and own objects stay. A parameter of its own that the
 * revision does not have any more is left out; an add-on that it does not have
 * is a problem, since with it things would go that somebody uses.
 */
export function planUpgrade(
  environment: EnvironmentRow,
  target: UpgradeTarget,
  choice: UpgradeChoice,
): UpgradePlan {
  const { template, revision } = target;
  const { parameters, problems: unfit } = validateParameters(
    template,
    choice.parameters ?? stillKnown(environment.parameters, target),
  );
  const addOns = choice.addOns ?? environment.addOns;
  const problems =
    unfit.length > 0 ? unfit : validateAddOns(template, addOns, parameters);
  if (problems.length > 0) return { parameters, addOns, problems };

  const { id, name, namespace, ownerRef, cluster, ownManifests, manifests } =
    environment;
  const input: RenderInput = {
    parameters,
    addOns,
    ownManifests,
    environment: { id, name, namespace },
    owner: {
      ref: ownerRef,
      name: ownerRef.slice(ownerRef.indexOf('/') + 1),
    },
    cluster: { name: cluster },
    revision,
    requestId: manifests[0].metadata.labels![LABEL_REQUEST],
  };
  try {
    return {
      parameters,
      addOns,
      problems: [],
      render: {
        revision,
        parameters,
        addOns,
        ownManifests,
        manifests: renderTemplate(template, input),
        checks: renderChecks(template, input).map(
          ({ holds, ...check }) => check,
        ),
      },
    };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const message = `With these parameters the template makes something that is not allowed: ${error.message}`;
    return {
      parameters,
      addOns,
      problems: [{ path: '/parameters', message }],
    };
  }
}

function stillKnown(
  parameters: JsonObject,
  { template }: UpgradeTarget,
): JsonObject {
  const known = (template.spec.parameters?.properties ?? {}) as JsonObject;
  return Object.fromEntries(
    Object.entries(parameters).filter(([name]) => Object.hasOwn(known, name)),
  );
}
