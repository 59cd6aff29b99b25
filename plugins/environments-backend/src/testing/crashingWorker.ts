import { LoggerService } from '@backstage/backend-plugin-api';
import createKnex from 'knex';
import { Cluster } from '../clusters/Cluster';
import { Clusters } from '../clusters/Clusters';
import { KubernetesCluster } from '../clusters/KubernetesCluster';
import { Store } from '../database/Store';
import { Reconciler } from '../reconciler/Reconciler';

/** What a worker process is told to do, and where to die. */
export interface CrashPlan {
  /** As knex takes it. */
  connection: object | string;
  kubeconfig: string;
  operationId: string;
  method: keyof Cluster;
  /** Which call of the method, from 1. */
  call: number;
  when: 'before' | 'after';
}

// The test utilities of Backstage take seconds to load, and want jest.
const logger: LoggerService = {
  error: console.error,
  warn: console.warn,
  info() {},
  debug() {},
  child: () => logger,
};

/**
 * A process of its own that works on one operation and ends as by kill -9
 * right before a call to the cluster, or right after the call was done and
 * before anything is known of it.
 */
async function work(plan: CrashPlan): Promise<void> {
  const knex = createKnex({ client: 'pg', connection: plan.connection });
  const store = await Store.create({ getClient: async () => knex }, logger);
  const cluster = KubernetesCluster.fromKubeconfig({
    info: { name: 'local', title: 'Local', reality: 'simulated' },
    file: plan.kubeconfig,
  });
  const reconciler = new Reconciler({
    store,
    clusters: Clusters.create([dyingAt(cluster, plan)]),
    logger,
  });
  // Whoever started it is gone, and with it what it is for.
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
  while (!(await store.operations.get(plan.operationId))?.finishedAt) {
    await reconciler.run(plan.operationId);
    await new Promise(done => setTimeout(done, 50));
  }
  // Somebody else was faster, or it did not get as far as there.
  process.exit();
}

function dyingAt(cluster: Cluster, plan: CrashPlan): Cluster {
  let calls = 0;
  return new Proxy(cluster, {
    get(target, property) {
      const value = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      if (property !== plan.method) return value.bind(target);
      return async (...args: unknown[]) => {
        calls += 1;
        const fatal = calls === plan.call;
        if (fatal && plan.when === 'before') die();
        try {
          return await value.apply(target, args);
        } finally {
          // Also of one that failed: there may be no other.
          if (fatal) die();
        }
      };
    },
  });
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  // Nothing runs after it; the loop is for the moment until it arrives.
  for (;;);
}

work(JSON.parse(process.argv[2]));
