import { setTimeout as wait } from 'node:timers/promises';
import { Clusters } from '../../../clusters/Clusters';
import { DriftSweep } from '../../../drift/DriftSweep';
import { newSubject } from '../goThrough';
import { faultOperation } from '../operations';
import { silentLogger } from '../createFaultEngine';
import { startProxiedBackend } from '../proxiedBackend';
import { Scenario, ScenarioLab } from './Scenario';

const EVERY_SECONDS = 30;
const FOUND_WITHIN_SECONDS = 60;

/**
 * Nothing here watches. The nearest to a watch that died without a word is a list
 * whose answer never comes: it is given up, and the next comparison lists anew.
 */
export const silentConnection: Scenario = {
  name: 'silent',
  title: 'the API server silently stops answering lists; something changes',
  operation: 'drift',
  aside: true,
  async run(lab: ScenarioLab) {
    const { rescuer, admin } = lab;
    const subject = await faultOperation('delete').prepare(
      rescuer,
      newSubject(),
    );
    const id = subject.environmentId!;
    const { namespace } = (await rescuer.store.environments.get(id))!;
    const backend = await startProxiedBackend(lab);
    const sweep = new DriftSweep({
      store: backend.engine.store,
      clusters: Clusters.create([backend.engine.cluster]),
      logger: silentLogger,
      everySeconds: EVERY_SECONDS,
    });
    try {
      backend.strikeApi({
        effect: { kind: 'halfOpen' },
        matches: ({ method, path }) =>
          method === 'GET' && path.includes('labelSelector='),
      });
      const began = performance.now();
      const first = sweep.run();
      await admin.request({
        method: 'PATCH',
        path: `/api/v1/namespaces/${namespace}/configmaps/settings?fieldManager=kubectl-edit`,
        contentType: 'application/merge-patch+json',
        body: { data: { greeting: 'Changed' } },
      });
      await first;
      const unseen = await rescuer.store.drifts.of(id);
      await wait(EVERY_SECONDS * 1000 - (performance.now() - began));
      await sweep.run();
      const found = await rescuer.store.drifts.of(id);
      const seconds = Math.round((performance.now() - began) / 1000);
      return {
        points: 1,
        breaches: [
          ...(unseen.length > 0
            ? ['found by a list that was not answered']
            : []),
          ...(found.length === 1 ? [] : [`${found.length} drifts, not 1`]),
          ...(seconds > FOUND_WITHIN_SECONDS
            ? [`only after ${seconds} s`]
            : []),
        ],
        note: `found after ${seconds} s, compared every ${EVERY_SECONDS} s`,
      };
    } finally {
      await sweep.stop();
      await backend.stop();
    }
  },
};
