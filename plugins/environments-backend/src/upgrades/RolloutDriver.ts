import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { AuditLeaf } from '../audit/AuditEvent';
import { RolloutMemberRow, RolloutRow } from '../database/RolloutsTable';
import { Store, Transaction } from '../database/Store';
import { scheduleEverywhere } from '../jobs/scheduleEverywhere';
import { DefaultUpgradesService } from './DefaultUpgradesService';
import { RolloutMembers } from './RolloutMembers';
import { judgeMember, judgeRollout } from './judgeRollout';
import { recordRolloutTurn } from './recordRollout';
import { waitsFor } from './waitsFor';

const EVERY_SECONDS = 10;

/**
 * Carries rollouts on: when an upgrade of theirs ends, when somebody creates or
 * resumes one, and every few seconds, so that what a backend did not live to do
 * another one does. Each step is decided and written under the lock on the
 * rollout's row; an upgrade is accepted in the transaction that notes it. So any
 * number of backends may do this at the same time.
 */
export class RolloutDriver {
  readonly #store: Store;
  readonly #members: RolloutMembers;
  readonly #logger: LoggerService;

  constructor(options: {
    store: Store;
    upgrades: DefaultUpgradesService;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#members = new RolloutMembers(options);
    this.#logger = options.logger;
  }

  /** Listens for upgrades that end, and looks after what was missed. */
  async schedule(scheduler: SchedulerService): Promise<void> {
    this.#store.onCommit(({ records }) => {
      records.filter(isEndOfUpgrade).forEach(({ operationId }) => {
        this.#quietly(async () => {
          const id = await this.#store.rollouts.findByOperation(operationId!);
          if (id) await this.advance(id);
        });
      });
    });
    await scheduleEverywhere(scheduler, {
      id: 'environments-rollouts',
      everySeconds: EVERY_SECONDS,
      timeoutSeconds: EVERY_SECONDS * 6,
      fn: () => this.run(),
    });
  }

  async run(): Promise<void> {
    for (const id of await this.#store.rollouts.findUnfinished()) {
      await this.#quietly(() => this.advance(id));
    }
  }

  /** Soon, and whatever goes wrong with it is only logged: the sweep comes by. */
  goOn(rolloutId: string): void {
    this.#quietly(() => this.advance(rolloutId));
  }

  /**
   * Notes what has ended and starts what is next, until there is nothing to start.
   * Whoever can't be started now is passed over for those behind them.
   */
  async advance(rolloutId: string): Promise<void> {
    const passedOver = new Set<string>();
    const away = new Map<string, string>();
    for (;;) {
      const toStart = await this.#store.transaction(tx =>
        this.#settle(tx, rolloutId, passedOver),
      );
      if (toStart.length === 0) return;
      const starts = await Promise.all(
        toStart.map(environmentId =>
          this.#members.start(rolloutId, environmentId, away),
        ),
      );
      if (starts.every(start => start === 'started')) return;
      starts.forEach((start, index) => {
        if (start === 'later') passedOver.add(toStart[index]);
      });
    }
  }

  /** @returns the environments to upgrade now */
  async #settle(
    tx: Transaction,
    id: string,
    passedOver: ReadonlySet<string>,
  ): Promise<string[]> {
    const rollout = await tx.rollouts.lock(id);
    if (!rollout) return [];
    const failures = await this.#noteEnded(tx, rollout);
    // Also of one that is paused or cancelled: what is under way is finished.
    if (rollout.state !== 'Running') return [];
    const members = await tx.rollouts.members(id);
    const next = judgeRollout(rollout, {
      members,
      failures,
      forbidden: await whyForbidden(tx, rollout),
      passedOver,
      asleep: await noteAsleep(tx, rollout, members),
    });
    switch (next.step) {
      case 'complete':
        await tx.rollouts.update(id, {
          state: 'Completed',
          finishedAt: new Date(),
        });
        await recordRolloutTurn(tx, rollout, {
          action: 'rollout.complete',
          reason: countMembers(members),
        });
        return [];
      case 'pause':
        await tx.rollouts.update(id, {
          state: 'Paused',
          reason: next.reason,
          cohort: next.cohort,
        });
        await recordRolloutTurn(tx, rollout, {
          action: 'rollout.pause',
          reason: next.reason,
        });
        return [];
      default:
        if (next.cohort !== rollout.cohort) {
          await tx.rollouts.update(id, { cohort: next.cohort });
        }
        return next.environmentIds;
    }
  }

  /** @returns how many have failed since the rollout was last resumed */
  async #noteEnded(tx: Transaction, rollout: RolloutRow): Promise<number> {
    const members = await tx.rollouts.members(rollout.id);
    const underWay = members.filter(({ state }) => state === 'Upgrading');
    const operations = await tx.operations.getMany(
      underWay.flatMap(({ operationId }) => operationId ?? []),
    );
    let { failures } = rollout;
    for (const operation of operations) {
      const verdict = judgeMember(operation);
      if (verdict) {
        const { environmentId } = operation;
        await tx.rollouts.updateMember(rollout.id, environmentId, verdict);
        if (verdict.state === 'Failed') failures += 1;
      }
    }
    if (failures !== rollout.failures) {
      await tx.rollouts.update(rollout.id, { failures });
    }
    return failures;
  }

  async #quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#logger.warn(
        `A rollout could not be carried on, trying again soon: ${stringifyError(
          error,
        )}`,
      );
    }
  }
}

/** @returns their environments */
async function noteAsleep(
  { rollouts }: Transaction,
  { id }: RolloutRow,
  members: RolloutMemberRow[],
): Promise<Set<string>> {
  const asleep = await rollouts.findAsleep(id);
  for (const environment of asleep) {
    const message = waitsFor(environment);
    const member = members.find(one => one.environmentId === environment.id);
    if (member?.message !== message) {
      await rollouts.updateMember(id, environment.id, {
        state: 'Pending',
        message,
      });
    }
  }
  return new Set(asleep.map(environment => environment.id));
}

async function whyForbidden(
  { upgradeTargets }: Transaction,
  { templateRef, revision }: RolloutRow,
): Promise<string | undefined> {
  const offer = await upgradeTargets.offer(templateRef);
  if (offer?.state === 'withdrawn') return 'The template was withdrawn';
  const target = await upgradeTargets.get(templateRef, revision);
  return target?.haltReason === undefined
    ? undefined
    : `The revision is halted: ${target.haltReason}`;
}

function isEndOfUpgrade({ action, stage, operationId }: AuditLeaf): boolean {
  return (
    action === 'environment.upgrade' &&
    (stage === 'succeeded' || stage === 'failed') &&
    operationId !== undefined
  );
}

function countMembers(members: Pick<RolloutMemberRow, 'state'>[]): string {
  const states = ['Succeeded', 'Failed', 'Held', 'Skipped'] as const;
  return states
    .map(state => {
      const count = members.filter(member => member.state === state).length;
      return `${count} ${state.toLocaleLowerCase('en')}`;
    })
    .join(', ');
}
