import { setInterval as every } from 'node:timers';
import { FaultEngine } from '../createFaultEngine';

const HANDS = 8;
const SWEEP_MILLISECONDS = 10_000;

/** Lets a backend work as the plugin does: woken by its queue, and a sweep every 10 s. */
export async function work(
  engine: FaultEngine,
): Promise<{ stop(): Promise<void> }> {
  const sweep = every(() => {
    engine.sweep.run().catch(() => {});
  }, SWEEP_MILLISECONDS);
  await engine.store.jobs.work(HANDS, async operationId => {
    await engine.reconciler.run(operationId);
  });
  return {
    async stop() {
      clearInterval(sweep);
      await engine.stop();
    },
  };
}
