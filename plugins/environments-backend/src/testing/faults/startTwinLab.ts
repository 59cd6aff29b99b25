import { TestDatabases } from '@backstage/backend-test-utils';
import { InMemoryCluster } from '../../clusters/InMemoryCluster';
import { connectionOf, createFaultEngine } from './createFaultEngine';
import { FaultLab } from './goThrough';
import { startInProcessVictim } from './inProcessVictim';

/** Points side by side: most of the time each of them waits. */
export const AT_ONCE = 12;

/** What takes a cluster a second takes this one a twentieth. */
function createFastCluster(): InMemoryCluster {
  const began = Date.now();
  return InMemoryCluster.create({
    info: { name: 'twin', title: 'Twin', reality: 'memory' },
    now: () => began + (Date.now() - began) * 20,
  });
}

/** Backends in this process, on a database of their own and a cluster in memory. */
export async function startTwinLab(
  databases: TestDatabases,
): Promise<FaultLab> {
  const backend = {
    connection: connectionOf(await databases.init('POSTGRES_18')),
    cluster: createFastCluster(),
    pauseMilliseconds: 60,
  };
  return {
    rescuer: await createFaultEngine(backend),
    startVictim: () => startInProcessVictim(backend),
  };
}
