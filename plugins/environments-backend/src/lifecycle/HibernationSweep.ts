import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { environmentManagePermission } from '@sandlot/plugin-environments-common';
import { v7 as uuidv7 } from 'uuid';
import { Clusters } from '../clusters/Clusters';
import { listContent } from '../clusters/listContent';
import { PlannedRow } from '../database/HibernationPlansTable';
import { Store, Transaction } from '../database/Store';
import {
  PlannedEnvironment,
  PlannedStep,
  plannedStep,
} from '../domain/hibernationPlan';
import { lastChange } from '../domain/lastChange';
import { whyNotNow } from '../domain/lifecycle';
import { planStages } from '../domain/stages';
import { portalActor } from '../templates/portalActor';
import { scheduleEverywhere } from '../jobs/scheduleEverywhere';
import { Author, acceptOperation } from './acceptOperation';
import { putToSleep } from './putToSleep';
import { stateOf } from './stateOf';

const EVERY_SECONDS = 60;

/**
 * Does what plans for hibernation want: after working hours, at their beginning, and
 * when nobody uses it. By the database's clock; what is due is decided once more
 * under the lock on the environment, so that any number of backends do it once.
 */
export class HibernationSweep {
  readonly #store: Store;
  readonly #clusters: Clusters;
  readonly #logger: LoggerService;

  constructor(options: {
    store: Store;
    clusters: Clusters;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#clusters = options.clusters;
    this.#logger = options.logger;
  }

  /** On every backend: whoever comes first does it. */
  async schedule(scheduler: SchedulerService): Promise<void> {
    await scheduleEverywhere(scheduler, {
      id: 'environments-hibernation',
      everySeconds: EVERY_SECONDS,
      fn: () => this.run(),
    });
  }

  async run(): Promise<void> {
    for (const row of await this.#store.hibernationPlans.list()) {
      try {
        await this.#look(row);
      } catch (error) {
        this.#logger.warn(
          `What the plan of environment ${
            row.id
          } wants could not be done; trying again in ${EVERY_SECONDS} s: ${stringifyError(
            error,
          )}`,
        );
      }
    }
  }

  async #look(row: PlannedRow): Promise<void> {
    const step = plannedStep(plannedOf(row), row.now);
    if (!step) return;
    // Asked of the cluster only now: while it is in use by other signs, this costs nothing.
    if (step.cause === 'idle') await this.#noteLastChange(row);
    await this.#store.transaction(tx => this.#do(tx, row.id));
  }

  async #noteLastChange({ id, cluster, namespace }: PlannedRow): Promise<void> {
    const content = await listContent(this.#clusters.get(cluster), namespace);
    const at = lastChange(content);
    if (!at) return;
    await this.#store.environments.noteUse(id, {
      at: at.toISOString(),
      signal: 'change',
    });
  }

  async #do(tx: Transaction, id: string): Promise<void> {
    const environment = await tx.environments.lockIfFree(id);
    if (!environment?.hibernationPlan) return;
    const now = await tx.now();
    const step = plannedStep(plannedOf(environment), now);
    if (!step || whyNotNow(step.kind, stateOf(environment))) return;
    const { cause, reason } = step;
    const work = { message: reason, reason };
    if (step.kind === 'hibernate') {
      await putToSleep(tx, authorOf(step), environment, {
        ...work,
        cause,
        now,
      });
      return;
    }
    await acceptOperation(tx, authorOf(step), environment, {
      ...work,
      kind: 'resume',
      stages: planStages('resume', [], environment.checks),
      parameters: { cause },
    });
  }
}

/** The portal, where it is a plan that brings something about and nobody asked. */
function authorOf({ cause }: PlannedStep): Author {
  return {
    actor: { ...portalActor, authMethod: 'plan' },
    correlationId: uuidv7(),
    authorization: {
      permission: environmentManagePermission.name,
      decision: 'ALLOW',
      basis: `its plan for hibernation, ${
        cause === 'hours' ? 'working hours' : 'idle hours'
      }, which somebody made who may`,
    },
  };
}

function plannedOf(
  row: Omit<PlannedRow, 'id' | 'cluster' | 'namespace' | 'now'>,
): PlannedEnvironment {
  const ready = row.conditions.find(
    ({ type, status }) => type === 'Ready' && status === 'True',
  );
  return {
    phase: row.phase,
    plan: row.hibernationPlan!,
    cause: row.hibernation?.cause,
    hasExpired: row.deleteAt !== undefined,
    askedAt: row.askedAt,
    readySince: ready && new Date(ready.lastTransitionTime),
    lastUse: row.lastUse,
  };
}
