import { setImmediate } from 'node:timers/promises';
import { Impact } from '@sandlot/plugin-environments-common';
import {
  EnvironmentTemplate,
  LABEL_REQUEST,
} from '@sandlot/plugin-environments-node';
import { EnvironmentRow } from '../database/rows';
import { Store } from '../database/Store';
import { LIVE } from '../domain/lifecycle';
import { compareObjects } from './compareTemplates';
import { renderRequest } from './renderRequest';

const PAGE = 50;
/** So many take a second to render. */
const MOST_ENVIRONMENTS = 500;

/**
 * What each live environment of a template would become, were it upgraded to
 * this content with what was chosen for it; of many, the newest.
 *
 * @returns `leftOut`: how many older ones there are besides
 */
export async function findImpact(
  store: Store,
  ref: string,
  template: EnvironmentTemplate,
  most: number = MOST_ENVIRONMENTS,
): Promise<{ impact: Impact[]; leftOut: number }> {
  const impact: Impact[] = [];
  let after: string | undefined;
  while (impact.length < most) {
    const page = await store.environments.list({
      template: ref,
      phase: [...LIVE],
      after,
      limit: Math.min(PAGE, most - impact.length),
    });
    const shown = page.slice(0, Math.min(PAGE, most - impact.length));
    for (const environment of shown) {
      impact.push(impactOn(environment, template));
      // Others are waiting as well.
      await setImmediate();
    }
    if (page.length <= shown.length) return { impact, leftOut: 0 };
    after = shown[shown.length - 1].id;
  }
  const live = await store.places.count({ templateRef: ref, phases: LIVE });
  return { impact, leftOut: Math.max(0, live - impact.length) };
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
