import { Cluster } from '../../clusters/Cluster';
import { ClusterWire } from './ClusterWire';
import { PostgresProxy } from './PostgresProxy';
import { Victim, carryOut } from './Victim';
import { DatabaseConnection, createFaultEngine } from './createFaultEngine';

/**
 * A backend within this process. To kill it is to break all that it has to others,
 * for good, and to forget it: what it still computes reaches nobody, which from
 * outside can't be told from `kill -9`. It takes a tenth of what a process takes,
 * so that tests can go through all calls; `./sandlot faults` kills processes.
 */
export async function startInProcessVictim(options: {
  connection: DatabaseConnection;
  cluster: Cluster;
  pauseMilliseconds: number;
}): Promise<Victim> {
  const proxy = await PostgresProxy.start(options.connection);
  const wire = new ClusterWire(options.cluster);
  const engine = await createFaultEngine({
    ...options,
    isMigrated: true,
    connection: { ...options.connection, ...proxy.address },
    cluster: wire.cluster,
  });
  let die: () => void = () => {};
  const dead = new Promise<void>(resolve => {
    die = resolve;
  });
  return {
    strikeDatabase: rule => proxy.rules.add(rule),
    strikeApi: rule => wire.rules.add(rule),
    async carryOut(order) {
      const work = carryOut(engine, order);
      // Of the dead nobody hears.
      work.catch(() => {});
      await Promise.race([dead, work]);
    },
    kill() {
      die();
      proxy.cutAll();
      wire.cutAll();
    },
    async stop() {
      proxy.cutAll();
      await engine.stop();
      await proxy.close();
    },
  };
}
