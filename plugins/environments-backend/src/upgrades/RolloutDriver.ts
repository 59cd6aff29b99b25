import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import { Problem } from '@sandlot/plugin-environments-common';
import { AuditLeaf } from '../audit/AuditEvent';
import { RolloutMemberRow, RolloutRow } from '../database/RolloutsTable';
import { Store, Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { DefaultUpgradesService } from './DefaultUpgradesService';
import { authorOf } from './authorOf';
import { AT_ONCE, judgeMember, judgeRollout } from './judgeRollout';
import { recordRolloutTurn } from './recordRollout';
import { whyNot } from './whyNot';

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
  readonly #upgrades: DefaultUpgradesService;
  readonly #logger: LoggerService;

  constructor(options: {
    store: Store;
    upgrades: DefaultUpgradesService;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#upgrades = options.upgrades;
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
    await scheduler.scheduleTask({
      id: 'environments-rollouts',
      scope: 'local',
      frequency: { seconds: EVERY_SECONDS },
      timeout: { seconds: EVERY_SECONDS * 6 },
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

  /** Notes what has ended and starts what is next, until there is nothing to start. */
  async advance(rolloutId: string): Promise<void> {
    for (;;) {
      const toStart = await this.#store.transaction(tx =>
        this.#settle(tx, rolloutId),
      );
      const started = await Promise.all(
        toStart.map(environmentId => this.#start(rolloutId, environmentId)),
      );
      if (!started.includes('settled')) return;
    }
  }

  /** @returns the environments to upgrade now */
  async #settle(tx: Transaction, id: string): Promise<string[]> {
    const rollout = await tx.rollouts.lock(id);
    if (!rollout) return [];
    const failures = await this.#noteEnded(tx, rollout);
    // Also of one that is paused or cancelled: what is under way is finished.
    if (rollout.state !== 'Running') return [];
    const target = await tx.upgradeTargets.get(
      rollout.templateRef,
      rollout.revision,
    );
    const members = await tx.rollouts.members(id);
    const next = judgeRollout(rollout, {
      members,
      failures,
      haltReason: target?.haltReason,
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

  /**
   * Upgrades one environment as a person would: look at the difference, agree to
   * it, ask. Of what then is no longer so, the transaction makes nothing.
   *
   * @returns `settled` if its turn is over without an upgrade
   */
  async #start(
    rolloutId: string,
    environmentId: string,
  ): Promise<'started' | 'settled' | 'later'> {
    const rollout = (await this.#store.rollouts.get(rolloutId))!;
    const seen = (await this.#store.environments.get(environmentId))!;
    const request = await this.#agree(rollout, environmentId);
    if ('later' in request) {
      this.#logger.info(
        `Rollout ${rolloutId} comes back to environment ${environmentId}: ${request.later}`,
      );
      return 'later';
    }
    return this.#store.transaction(async tx => {
      const current = await tx.rollouts.lock(rolloutId);
      const members = await tx.rollouts.members(rolloutId);
      const member = members.find(row => row.environmentId === environmentId);
      const underWay = members.filter(({ state }) => state === 'Upgrading');
      if (
        current?.state !== 'Running' ||
        member?.state !== 'Pending' ||
        underWay.length >= AT_ONCE
      ) {
        return 'later';
      }
      const environment = (await tx.environments.lock(environmentId))!;
      const reason = whyNot(environment, rollout);
      if (reason) {
        await tx.rollouts.updateMember(rolloutId, environmentId, reason);
        return 'settled';
      }
      if (!isSettled(environment)) return 'later';
      if ('skip' in request) {
        // What was said of it may be so no longer.
        if (!isUnchanged(seen, environment)) return 'later';
        await tx.rollouts.updateMember(rolloutId, environmentId, {
          state: 'Skipped',
          message: request.skip,
        });
        return 'settled';
      }
      const { revision } = rollout;
      const { operation } = await this.#upgrades.acceptUpgrade(
        tx,
        { ...authorOf(rollout), ownership: [] },
        environment,
        { revision, agreement: request.agreement },
        { rolloutId },
      );
      await tx.rollouts.updateMember(rolloutId, environmentId, {
        state: 'Upgrading',
        operationId: operation.id,
      });
      return 'started';
    });
  }

  async #agree(
    { revision }: RolloutRow,
    environmentId: string,
  ): Promise<{ agreement: string } | { skip: string } | { later: string }> {
    try {
      const { agreement, problems } = await this.#upgrades.previewUpgrade(
        { ownership: [] },
        environmentId,
        { revision },
      );
      return agreement
        ? { agreement }
        : { skip: problems.map(describeProblem).join('; ') };
    } catch (error) {
      const { name, message } = isError(error) ? error : new Error();
      // It is deleted or busy: which one, its row says under the lock.
      if (name === 'ConflictError') return { skip: message };
      if (name === 'ServiceUnavailableError') return { later: message };
      throw error;
    }
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

function isEndOfUpgrade({ action, stage, operationId }: AuditLeaf): boolean {
  return (
    action === 'environment.upgrade' &&
    (stage === 'succeeded' || stage === 'failed') &&
    operationId !== undefined
  );
}

function describeProblem({ path, message }: Problem): string {
  return path === '/revision' ? message : `${path}: ${message}`;
}

function isUnchanged(before: EnvironmentRow, now: EnvironmentRow): boolean {
  return (
    before.epoch === now.epoch &&
    before.updatedAt.getTime() === now.updatedAt.getTime()
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

function isSettled({ phase }: EnvironmentRow): boolean {
  return phase === 'Ready' || phase === 'Failed';
}
