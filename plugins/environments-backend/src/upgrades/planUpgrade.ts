import { JsonObject } from '@backstage/types';
import { Problem } from '@sandlot/plugin-environments-common';
import { FrozenCheck, LABEL_REQUEST } from '@sandlot/plugin-environments-node';
import { EnvironmentRender } from '../database/EnvironmentRendersTable';
import { UpgradeTarget } from '../database/UpgradeTargetsTable';
import { EnvironmentRow } from '../database/rows';
import { renderRequest } from '../templates/renderRequest';

/** What a person chooses anew; what is absent stays as it is. */
export interface UpgradeChoice {
  parameters?: Record<string, unknown>;
  addOns?: string[];
  /** Objects of their own, as YAML; empty drops them. */
  manifests?: string;
}

export interface UpgradePlan {
  parameters: JsonObject;
  addOns: string[];
  /** Names of parameters that the form does not show for these values. */
  hidden: string[];
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
  const { id, name, namespace, ownerRef, cluster, ownManifests } = environment;
  const rendered = renderRequest(template, revision, {
    name,
    namespace,
    cluster,
    owner: ownerRef,
    environmentId: id,
    requestId: environment.manifests[0].metadata.labels![LABEL_REQUEST],
    parameters: choice.parameters ?? stillKnown(environment.parameters, target),
    addOns: choice.addOns ?? environment.addOns,
    manifests: choice.manifests ?? ownManifests,
  });
  const { parameters, addOns, hidden, problems, manifests } = rendered;
  return {
    parameters,
    addOns,
    hidden,
    problems,
    render:
      problems.length > 0
        ? undefined
        : {
            revision,
            parameters,
            addOns,
            ownManifests: rendered.ownManifests,
            manifests,
            checks: rendered.checks.map(withoutVerdict),
          },
  };
}

/** Whether it held on what was rendered is nothing to keep. */
function withoutVerdict(check: FrozenCheck & { holds?: unknown }): FrozenCheck {
  const { holds, ...frozen } = check;
  return frozen;
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
