import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Problem } from '@sandlot/plugin-environments-common';
import { Clusters } from '../clusters/Clusters';
import { UpgradeTarget } from '../database/UpgradeTargetsTable';
import { EnvironmentRow } from '../database/rows';
import { checkPicks } from '../templates/checkPicks';
import { UpgradePlan } from './planUpgrade';

/**
 * What is picked anew must be there for whoever picks it; what the environment
 * has already stays. A rollout, without credentials, picks nothing.
 */
export async function checkNewPicks(
  environment: EnvironmentRow,
  { template }: UpgradeTarget,
  { parameters, hidden, render }: UpgradePlan,
  services: {
    catalog: CatalogService;
    clusters: Clusters;
    credentials?: BackstageCredentials;
  },
): Promise<Problem[]> {
  const { credentials } = services;
  if (!render || !credentials) return [];
  const kept = Object.keys(parameters).filter(
    name => parameters[name] === environment.parameters[name],
  );
  return checkPicks(template, parameters, [...hidden, ...kept], {
    ...services,
    credentials,
  });
}
