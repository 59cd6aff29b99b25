import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { InMemoryCluster } from '../clusters/InMemoryCluster';
import { TestEngine, createTestEngine } from './createTestEngine';
import { TestCatalog } from './testCatalog';

/** An engine on a cluster in memory that the test reaches too. */
export interface TwinEngine extends TestEngine {
  cluster: InMemoryCluster;
  stop(): Promise<void>;
}

/** A cluster in memory without anything in it. */
export function createTwin(): InMemoryCluster {
  return InMemoryCluster.create({
    info: { name: 'twin', title: 'Twin', reality: 'memory' },
  });
}

/** `createTestEngine` on a cluster in memory, its own unless the test has one. */
export async function createTwinEngine(options: {
  knex: Knex;
  cluster?: InMemoryCluster;
  catalog?: TestCatalog;
  config?: JsonObject;
}): Promise<TwinEngine> {
  const cluster = options.cluster ?? createTwin();
  const engine = await createTestEngine({ ...options, cluster });
  return {
    ...engine,
    cluster,
    async stop() {
      await engine.straySweep.stop();
      await engine.store.jobs.stop();
      await cluster.close();
    },
  };
}
