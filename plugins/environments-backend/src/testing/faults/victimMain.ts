import { flushCompileCache } from 'node:module';
import { KubernetesCluster } from '../../clusters/KubernetesCluster';
import { Order, carryOut } from './Victim';
import { DatabaseConnection, createFaultEngine } from './createFaultEngine';
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
}

async function main(settings: VictimSettings): Promise<void> {
  shiftClock(settings.clockAheadSeconds);
  const engine = await createFaultEngine({
    connection: settings.connection,
    cluster: KubernetesCluster.fromKubeconfig({
      info: { name: 'local', title: 'Local', reality: 'simulated' },
      file: settings.kubeconfig,
    }),
    leaseSeconds: settings.leaseSeconds,
    isMigrated: true,
    // A deletion is waited for in few looks: they are all alike.
    pauseMilliseconds: settings.leaseSeconds ? 100 : 3_000,
  });
  const say = (message: VictimMessage) => process.send!(message);
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
