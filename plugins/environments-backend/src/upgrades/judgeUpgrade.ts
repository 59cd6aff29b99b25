import { canonicalBytes } from '../audit/canonical';
import { PlacesTable } from '../database/PlacesTable';
import { UpgradeTarget } from '../database/UpgradeTargetsTable';
import { EnvironmentRow } from '../database/rows';
import { Policies } from '../policies/Policies';
import { JudgedChange, UNJUDGED, judgeChange } from '../policies/judgeChange';
import { Caller } from '../service/Caller';
import { UpgradePlan, planUpgrade } from './planUpgrade';

/**
 * What policies say to an upgrade. A new revision alone is what ops want, and nobody's new
 * choice.
 *
 * @param policies - none are asked if there are none
 */
export async function judgeUpgrade(
  policies: Policies | undefined,
  places: PlacesTable,
  { actor }: Partial<Pick<Caller, 'actor'>>,
  environment: EnvironmentRow,
  target: UpgradeTarget,
  plan: UpgradePlan,
): Promise<JudgedChange> {
  if (!policies || !actor || !plan.render) return UNJUDGED;
  const asIs = planUpgrade(environment, target, {});
  if (choicesOf(plan) === choicesOf(asIs)) return UNJUDGED;
  const { template, revision } = target;
  const { parameters, addOns } = plan;
  return judgeChange(policies, places, { actor }, environment, {
    template,
    revision,
    parameters,
    addOns,
    owner: environment.ownerRef,
  });
}

/** As text, to be compared. */
function choicesOf({ parameters, addOns, render }: UpgradePlan): string {
  return canonicalBytes({
    parameters,
    addOns: [...addOns].sort(),
    own: render?.ownManifests ?? [],
  }).toString();
}
