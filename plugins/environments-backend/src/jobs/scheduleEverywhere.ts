import { SchedulerService } from '@backstage/backend-plugin-api';

/**
 * Lets every backend do something now and then, for as long as it lives. What is
 * done must not mind that another backend does the same: with a task of all
 * backends together, one that was killed would hold it up until its timeout.
 */
export async function scheduleEverywhere(
  scheduler: SchedulerService,
  task: {
    id: string;
    everySeconds: number;
    /** `everySeconds` unless told. */
    timeoutSeconds?: number;
    fn: () => Promise<unknown>;
  },
): Promise<void> {
  const { id, everySeconds, timeoutSeconds = everySeconds, fn } = task;
  await scheduler.scheduleTask({
    id,
    scope: 'local',
    frequency: { seconds: everySeconds },
    timeout: { seconds: timeoutSeconds },
    fn: async () => {
      await fn();
    },
  });
}
