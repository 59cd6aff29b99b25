import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { JsonObject } from '@backstage/types';
import { ParameterUi, Problem } from '@sandlot/plugin-environments-common';
import { EnvironmentTemplate } from '@sandlot/plugin-environments-node';
import { Clusters } from '../clusters/Clusters';

interface Pick {
  name: string;
  value: string;
  ui: ParameterUi;
}

/**
 * Whether there is what was picked: entities with the caller's own rights in
 * the catalog, clusters in the configuration. Asks nobody where the template
 * has no such parameters.
 */
export async function checkPicks(
  template: EnvironmentTemplate,
  parameters: JsonObject,
  hidden: string[],
  services: {
    catalog: CatalogService;
    credentials: BackstageCredentials;
    clusters: Clusters;
  },
): Promise<Problem[]> {
  const picks = picksOf(template, parameters, hidden);
  const problems = await Promise.all(
    picks.map(async pick =>
      pick.ui.picker === 'cluster'
        ? checkCluster(pick, services.clusters)
        : checkEntity(pick, services),
    ),
  );
  return problems.flat();
}

function picksOf(
  { spec }: EnvironmentTemplate,
  parameters: JsonObject,
  hidden: string[],
): Pick[] {
  const properties = (spec.parameters?.properties ?? {}) as Record<
    string,
    { ui?: ParameterUi }
  >;
  return Object.entries(properties).flatMap(([name, { ui }]) => {
    const value = parameters[name];
    // An empty text is nothing picked.
    return ui?.picker &&
      typeof value === 'string' &&
      value !== '' &&
      !hidden.includes(name)
      ? [{ name, value, ui }]
      : [];
  });
}

function checkCluster({ name, value }: Pick, clusters: Clusters): Problem[] {
  const known = clusters.list().map(({ info }) => info.name);
  return known.includes(value)
    ? []
    : [
        {
          path: `/parameters/${name}`,
          message: `there is no cluster "${value}"`,
          expected: `one of ${known.join(', ')}`,
        },
      ];
}

async function checkEntity(
  { name, value, ui }: Pick,
  services: { catalog: CatalogService; credentials: BackstageCredentials },
): Promise<Problem[]> {
  const { items } = await services.catalog.getEntitiesByRefs(
    {
      entityRefs: [value],
      fields: ['kind'],
      ...(ui.filter && { filter: ui.filter }),
    },
    { credentials: services.credentials },
  );
  return items[0]
    ? []
    : [
        {
          path: `/parameters/${name}`,
          message: `there is no entity "${value}" that you may see${
            ui.filter ? ' and that is of the kind asked for here' : ''
          }`,
          expected: 'one of those that the form offers',
        },
      ];
}
