import { setImmediate } from 'node:timers/promises';
import { Impact } from '@sandlot/plugin-environments-common';
import {
  EnvironmentTemplate,
  LABEL_REQUEST,
} from '@sandlot/plugin-environments-node';
import { EnvironmentRow } from '../database/rows';
import { Store } from '../database/Store';
import { compareObjects } from './compareTemplates';
import { renderRequest } from './renderRequest';

const PAGE = 50;
/** Of more, the newest; so many take a second to render. */
const MOST_ENVIRONMENTS = 500;

/**
 * What each live environment of a template would become, were it upgraded to
 * this content with what was chosen for it.
 */
export async function findImpact(
  store: Store,
  ref: string,
  template: EnvironmentTemplate,
): Promise<Impact[]> {
  const impact: Impact[] = [];
  let after: string | undefined;
  while (impact.length < MOST_ENVIRONMENTS) {
    const page = await store.environments.list({
      template: ref,
      phase: ['Provisioning', 'Ready', 'Updating', 'Failed'],
      after,
      limit: PAGE,
    });
    for (const environment of page.slice(0, PAGE)) {
      impact.push(impactOn(environment, template));
      // Others are waiting as well.
      await setImmediate();
    }
    if (page.length <= PAGE) break;
    after = page[PAGE - 1].id;
  }
  return impact;
}

function impactOn(
  environment: EnvironmentRow,
  template: EnvironmentTemplate,
): Impact {
  const { manifests, problems } = renderRequest(
    template,
    // Under its old name, so that only what the content changes is counted.
    environment.revision,
    {
      name: environment.name,
      owner: environment.ownerRef,
      cluster: environment.cluster,
      namespace: environment.namespace,
      environmentId: environment.id,
      requestId:
        environment.manifests[0].metadata.labels?.[LABEL_REQUEST] ?? '',
      parameters: environment.parameters,
      addOns: environment.addOns,
      manifests: environment.ownManifests,
    },
  );
  const changes =
    problems.length > 0 ? [] : compareObjects(environment.manifests, manifests);
  const count = (change: 'added' | 'changed' | 'removed') =>
    changes.filter(one => one.change === change).length;
  return {
    environment: {
      id: environment.id,
      name: environment.name,
      owner: environment.ownerRef,
      cluster: environment.cluster,
      revision: environment.revision,
    },
    added: count('added'),
    changed: count('changed'),
    removed: count('removed'),
    problems,
  };
}
