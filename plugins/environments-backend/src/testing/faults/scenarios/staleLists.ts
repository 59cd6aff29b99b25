import { LABEL_ENVIRONMENT } from '@sandlot/plugin-environments-node';
import { Clusters } from '../../../clusters/Clusters';
import { StraySweep } from '../../../reconciler/StraySweep';
import { bringToEnd } from '../bringToEnd';
import { silentLogger } from '../createFaultEngine';
import { findBreaches } from '../findBreaches';
import { newSubject } from '../goThrough';
import { faultOperation } from '../operations';
import { startProxiedBackend } from '../proxiedBackend';
import { Scenario, ScenarioLab } from './Scenario';

/**
 * The API server answers lists from a cache that is behind. The sweep for strays
 * is shown namespaces as they were before one was deleted and one was made: it must
 * touch neither.
 */
export const staleLists: Scenario = {
  name: 'stale',
  title: 'lists are stale',
  operation: 'create, delete, sweep for strays',
  aside: true,
  async run(lab: ScenarioLab) {
    const { rescuer } = lab;
    const backend = await startProxiedBackend(lab);
    const { engine } = backend;
    const strays = new StraySweep({
      store: engine.store,
      clusters: Clusters.create([engine.cluster]),
      logger: silentLogger,
    });
    const create = faultOperation('create');
    const remove = faultOperation('delete');
    try {
      const doomed = await remove.prepare(rescuer, newSubject());
      await engine.cluster.listNamespaces();
      const deletedId = await remove.request(rescuer, doomed);
      await bringToEnd(rescuer, deletedId);
      backend.strikeApi({
        effect: { kind: 'stale' },
        matches: ({ method }) => method === 'GET',
        times: Infinity,
      });
      const createdId = await create.request(engine, newSubject());
      await bringToEnd(engine, createdId);
      await strays.run();
      const seen = await engine.cluster.listNamespaces();
      const isStale = seen.some(
        ({ metadata }) =>
          metadata.labels?.[LABEL_ENVIRONMENT] === doomed.environmentId,
      );
      return {
        points: 2,
        breaches: [
          ...(isStale ? [] : ['the list was not stale: nothing is shown']),
          ...(await findBreaches(rescuer, create, createdId)),
          ...(await findBreaches(rescuer, remove, deletedId)),
        ],
      };
    } finally {
      await backend.stop();
    }
  },
};
