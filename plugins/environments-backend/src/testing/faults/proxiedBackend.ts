import { KubernetesCluster } from '../../clusters/KubernetesCluster';
import { ApiServerProxy } from './ApiServerProxy';
import { PostgresProxy } from './PostgresProxy';
import { Victim, carryOut } from './Victim';
import {
  DatabaseConnection,
  FaultEngine,
  createFaultEngine,
} from './createFaultEngine';

/** A backend within this process that lives on, with a fault proxy on either side. */
export interface ProxiedBackend extends Victim {
  engine: FaultEngine;
  postgres: PostgresProxy;
  api: ApiServerProxy;
}

export async function startProxiedBackend(options: {
  connection: DatabaseConnection;
  kubeconfig: string;
}): Promise<ProxiedBackend> {
  const postgres = await PostgresProxy.start(options.connection);
  const api = await ApiServerProxy.start(options.kubeconfig);
  const engine = await createFaultEngine({
    connection: { ...options.connection, ...postgres.address },
    cluster: KubernetesCluster.fromKubeconfig({
      info: { name: 'local', title: 'Local', reality: 'simulated' },
      file: api.kubeconfig,
    }),
    isMigrated: true,
  });
  return {
    engine,
    postgres,
    api,
    strikeDatabase: rule => postgres.rules.add(rule),
    strikeApi: rule => api.rules.add(rule),
    carryOut: order => carryOut(engine, order),
    kill() {
      throw new Error('It shares its process with whoever asks');
    },
    async stop() {
      await engine.stop();
      await Promise.all([postgres.close(), api.close()]);
    },
  };
}
