import { SchedulerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';

/** The last run of a task on this backend. */
export interface TaskRun {
  id: string;
  startedAt: Date;
  /** Of the last run that ended. */
  finishedAt?: Date;
  /** Why the last one failed. */
  message?: string;
}

/** Remembers when the plugin's tasks last ran. */
export class TaskRuns {
  readonly #runs = new Map<string, TaskRun>();

  /** The same scheduler; runs of its tasks are noted. */
  watch(scheduler: SchedulerService): SchedulerService {
    return {
      triggerTask: id => scheduler.triggerTask(id),
      cancelTask: id => scheduler.cancelTask(id),
      createScheduledTaskRunner: schedule =>
        scheduler.createScheduledTaskRunner(schedule),
      getScheduledTasks: () => scheduler.getScheduledTasks(),
      scheduleTask: task =>
        scheduler.scheduleTask({
          ...task,
          fn: signal => this.#note(task.id, async () => task.fn(signal)),
        }),
    };
  }

  list(): TaskRun[] {
    return [...this.#runs.values()];
  }

  async #note(id: string, run: () => Promise<void>): Promise<void> {
    const started: TaskRun = {
      id,
      startedAt: new Date(),
      finishedAt: this.#runs.get(id)?.finishedAt,
    };
    this.#runs.set(id, started);
    try {
      await run();
    } catch (error) {
      started.message = toError(error).message;
      throw error;
    } finally {
      started.finishedAt = new Date();
    }
  }
}
