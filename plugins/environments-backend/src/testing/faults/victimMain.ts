import { flushCompileCache } from 'node:module';
import { Cluster } from '../../clusters/Cluster';
import { KubernetesCluster } from '../../clusters/KubernetesCluster';
import { Order, carryOut } from './Victim';
import { DatabaseConnection, createFaultEngine } from './createFaultEngine';
import { monotonicNow } from './monotonicNow';
import { shiftClock } from './shiftClock';

/** What a backend in a process of its own is given, as JSON in its first argument. */
export interface VictimSettings {
  connection: DatabaseConnection;
  kubeconfig: string;
  /** What its clock is ahead of the others'. */
  clockAheadSeconds: number;
  /** In the place of ten, that nobody waits for. */
  leaseSeconds?: number;
}

/** Sent when it is ready for orders, and for each order when that is done. */
export interface VictimMessage {
  done: boolean;
  /** What went wrong instead. */
  error?: string;
  /** When its fence let a change to the cluster through, each one since it started. See `monotonicNow`. */
  letThrough: number[];
}

/** Notes when a change is let through by its fence. */
function noting(cluster: Cluster, letThrough: number[]): Cluster {
  const noted = (argument: unknown) =>
    typeof argument === 'function'
      ? () => {
          const at = monotonicNow();
          argument();
          letThrough.push(at);
        }
      : argument;
  return new Proxy(cluster, {
    get(target, property) {
      const value = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => value.apply(target, args.map(noted));
    },
  });
}

async function main(settings: VictimSettings): Promise<void> {
  shiftClock(settings.clockAheadSeconds);
  const letThrough: number[] = [];
  const cluster = KubernetesCluster.fromKubeconfig({
    info: { name: 'local', title: 'Local', reality: 'simulated' },
    file: settings.kubeconfig,
  });
  const engine = await createFaultEngine({
    connection: settings.connection,
    cluster: noting(cluster, letThrough),
    leaseSeconds: settings.leaseSeconds,
    isMigrated: true,
    // A deletion is waited for in few looks: they are all alike.
    pauseMilliseconds: settings.leaseSeconds ? 100 : 3_000,
  });
  const say = (message: Omit<VictimMessage, 'letThrough'>) =>
    process.send!({ ...message, letThrough } satisfies VictimMessage);
  process.on('message', (order: Order) => {
    carryOut(engine, order).then(
      () => say({ done: true }),
      error => say({ done: false, error: String(error) }),
    );
  });
  // Whoever started it is gone, and with it what it is for.
  process.on('disconnect', () => process.exit());
  // For those that come after it; it will not live to do so at its end.
  flushCompileCache();
  say({ done: true });
}

main(JSON.parse(process.argv[2]));
