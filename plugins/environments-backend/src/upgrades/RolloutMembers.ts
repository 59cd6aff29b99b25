import { LoggerService } from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import { Problem } from '@sandlot/plugin-environments-common';
import { RolloutMemberRow, RolloutRow } from '../database/RolloutsTable';
import { Store, Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { DefaultUpgradesService } from './DefaultUpgradesService';
import { whyNotNow } from '../domain/lifecycle';
import { stateOf } from '../lifecycle/stateOf';
import { authorOf } from './authorOf';
import { AT_ONCE } from './judgeRollout';
import { waitsFor } from './waitsFor';
import { whyNot } from './whyNot';

/** What came of a member's turn: `later` is to be passed over until the next one. */
export type Start = 'started' | 'settled' | 'later';

type Verdict = Pick<RolloutMemberRow, 'state' | 'message'>;
type Agreed = { agreement: string } | { verdict: Verdict };

/** Starts the upgrades of a rollout, one environment at a time. */
export class RolloutMembers {
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

  /**
   * Upgrades one environment as a person would: look at the difference, agree to
   * it, ask. Of what then is no longer so, the transaction makes nothing.
   *
   * @param away - clusters that did not answer in this turn, which are not asked
   *   again; those that do not now are added
   */
  async start(
    rolloutId: string,
    environmentId: string,
    away: Map<string, string>,
  ): Promise<Start> {
    const rollout = (await this.#store.rollouts.get(rolloutId))!;
    const seen = (await this.#store.environments.get(environmentId))!;
    const request = await this.#agree(rollout, seen, away);
    try {
      return await this.#store.transaction(tx =>
        this.#accept(tx, rollout, seen, request),
      );
    } catch (error) {
      const verdict = this.#judge(error);
      return this.#store.transaction(tx =>
        this.#accept(tx, rollout, seen, { verdict }),
      );
    }
  }

  async #accept(
    tx: Transaction,
    rollout: RolloutRow,
    seen: EnvironmentRow,
    request: Agreed,
  ): Promise<Start> {
    const current = (await tx.rollouts.lock(rollout.id))!;
    const members = await tx.rollouts.members(rollout.id);
    const member = members.find(row => row.environmentId === seen.id);
    const underWay = members.filter(({ state }) => state === 'Upgrading');
    if (
      current.state !== 'Running' ||
      member?.state !== 'Pending' ||
      underWay.length >= AT_ONCE
    ) {
      return 'later';
    }
    const note = (verdict: Verdict) =>
      noteVerdict(tx, current, member, verdict);
    const environment = (await tx.environments.lock(seen.id))!;
    const reason = whyNot(environment, rollout, member);
    if (reason) return note(reason);
    if (whyNotNow('upgrade', stateOf(environment))) {
      return note({ state: 'Pending', message: waitsFor(environment) });
    }
    if ('verdict' in request) {
      // What was said of it may be so no longer.
      return isUnchanged(seen, environment)
        ? note(request.verdict)
        : note({ state: 'Pending', message: 'It has just been changed' });
    }
    const { revision } = rollout;
    const { operation } = await this.#upgrades.acceptUpgrade(
      tx,
      { ...authorOf(rollout), ownership: [] },
      environment,
      { revision, agreement: request.agreement },
      { rolloutId: rollout.id, managesTemplates: true },
    );
    await tx.rollouts.updateMember(rollout.id, seen.id, {
      state: 'Upgrading',
      operationId: operation.id,
    });
    return 'started';
  }

  async #agree(
    { revision }: RolloutRow,
    { id, cluster }: EnvironmentRow,
    away: Map<string, string>,
  ): Promise<Agreed> {
    const known = away.get(cluster);
    if (known) return { verdict: { state: 'Pending', message: known } };
    try {
      const { agreement, problems } = await this.#upgrades.previewUpgrade(
        { ownership: [] },
        id,
        { revision },
        { managesTemplates: true },
      );
      const message = problems.map(describeProblem).join('; ');
      return agreement
        ? { agreement }
        : { verdict: { state: 'Skipped', message } };
    } catch (error) {
      const { name, message } = isError(error) ? error : new Error();
      // It is deleted or busy: which one, its row says under the lock.
      if (name === 'ConflictError') {
        return { verdict: { state: 'Skipped', message } };
      }
      const verdict = this.#judge(error);
      if (name === 'ServiceUnavailableError') away.set(cluster, message);
      return { verdict };
    }
  }

  /** @throws what is a fault of the database: that is nobody's verdict */
  #judge(error: unknown): Verdict {
    const { name, message } = isError(error) ? error : new Error(String(error));
    switch (name) {
      case 'ServiceUnavailableError':
      case 'ConflictError':
        return { state: 'Pending', message };
      case 'InputError':
        return { state: 'Skipped', message };
      default:
        // PostgreSQL and the network name their faults by a code.
        if ((error as { code?: unknown }).code !== undefined) throw error;
        this.#logger.error(
          `A rollout met an unexpected fault: ${stringifyError(error)}`,
        );
        return {
          state: 'Failed',
          message: `It could not be worked out what would be done: ${message}`,
        };
    }
  }
}

async function noteVerdict(
  tx: Transaction,
  { id, failures }: RolloutRow,
  member: RolloutMemberRow,
  { state, message }: Verdict,
): Promise<Start> {
  if (state !== member.state || message !== member.message) {
    await tx.rollouts.updateMember(id, member.environmentId, {
      state,
      message,
    });
  }
  if (state === 'Pending') return 'later';
  if (state === 'Failed') {
    await tx.rollouts.update(id, { failures: failures + 1 });
  }
  return 'settled';
}

function describeProblem({ path, message }: Problem): string {
  return path === '/revision' ? message : `${path}: ${message}`;
}

function isUnchanged(before: EnvironmentRow, now: EnvironmentRow): boolean {
  return (
    before.epoch === now.epoch &&
    before.phase === now.phase &&
    before.updatedAt.getTime() === now.updatedAt.getTime()
  );
}
