import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  Rollout,
  RolloutDetail,
  RolloutRequest,
} from '@sandlot/plugin-environments-common';
import { v7 as uuidv7 } from 'uuid';
import { AuditAction } from '../audit/AuditEvent';
import { canonicalBytes, formatDigest, sha256 } from '../audit/canonical';
import { RolloutRow } from '../database/RolloutsTable';
import { Store, Transaction } from '../database/Store';
import { Caller } from '../service/Caller';
import { ProblemsError } from '../service/ProblemsError';
import { RolloutViews } from './RolloutViews';
import { RolloutsService } from './RolloutsService';
import { recordRolloutAct } from './recordRollout';
import { splitIntoCohorts } from './splitIntoCohorts';

/** Does what is asked. It trusts that the caller may. */
export class DefaultRolloutsService implements RolloutsService {
  readonly #store: Store;
  readonly #views: RolloutViews;
  readonly #goOn: (rolloutId: string) => void;

  /** @param options - `goOn`: told of each rollout that has something to do */
  static create(options: {
    store: Store;
    goOn: (rolloutId: string) => void;
  }): DefaultRolloutsService {
    return new DefaultRolloutsService(options);
  }

  private constructor(options: {
    store: Store;
    goOn: (rolloutId: string) => void;
  }) {
    this.#store = options.store;
    this.#goOn = options.goOn;
    this.#views = new RolloutViews(options.store);
  }

  async list(_caller: Caller, template?: string): Promise<Rollout[]> {
    const rows = await this.#store.rollouts.list(template);
    return this.#views.summaries(rows);
  }

  async get(_caller: Caller, id: string): Promise<RolloutDetail> {
    const rollout = await this.#store.rollouts.get(id);
    if (!rollout) throw noRollout(id);
    return this.#views.detail(rollout);
  }

  async create(
    caller: Caller,
    request: RolloutRequest,
    idempotencyKey: string,
  ): Promise<RolloutDetail> {
    requireCohorts(request.cohorts);
    const requestDigest = formatDigest(sha256(canonicalBytes(request)));
    const rollout =
      (await this.#findEarlier(caller, idempotencyKey, requestDigest)) ??
      (await this.#insert(caller, request, idempotencyKey, requestDigest)) ??
      // Lost the race for the key: the other request's answer is ours.
      (await this.#findEarlier(caller, idempotencyKey, requestDigest));
    this.#goOn(rollout!.id);
    return this.#views.detail(rollout!);
  }

  pause(caller: Caller, id: string, reason: string): Promise<RolloutDetail> {
    return this.#change(caller, id, {
      action: 'rollout.pause',
      from: ['Running'],
      to: { state: 'Paused', reason: `${caller.actor.ref}: ${reason}` },
      reason,
    });
  }

  /** Failures so far are no longer counted; those that failed are tried again at the end. */
  async resume(
    caller: Caller,
    id: string,
    reason: string,
  ): Promise<RolloutDetail> {
    const detail = await this.#change(caller, id, {
      action: 'rollout.resume',
      from: ['Paused'],
      to: { state: 'Running', reason: null, failures: 0 },
      reason,
      async alsoDo(tx, rollout) {
        await requireInUse(tx, rollout);
        const retried = await tx.rollouts.retryFailed(rollout);
        return retried.length > 0 ? { retried } : undefined;
      },
    });
    this.#goOn(id);
    return detail;
  }

  cancel(caller: Caller, id: string, reason: string): Promise<RolloutDetail> {
    return this.#change(caller, id, {
      action: 'rollout.cancel',
      from: ['Running', 'Paused'],
      to: {
        state: 'Cancelled',
        reason: `${caller.actor.ref}: ${reason}`,
        finishedAt: new Date(),
      },
      reason,
    });
  }

  async #insert(
    caller: Caller,
    request: RolloutRequest,
    idempotencyKey: string,
    requestDigest: string,
  ): Promise<RolloutRow | undefined> {
    const { template, revision, cohorts } = request;
    const { pauseAfterFailures = 1, waitBetweenCohorts = false } = request;
    try {
      return await this.#store.transaction(async tx => {
        await requireInUse(tx, { templateRef: template, revision });
        const rollout = await tx.rollouts.insert({
          id: uuidv7(),
          templateRef: template,
          revision,
          state: 'Running',
          cohorts,
          pauseAfterFailures,
          waitBetweenCohorts,
          actor: caller.actor,
          granted: caller.authorization,
          correlationId: caller.correlationId,
          idempotencyKey,
          requestDigest,
        });
        if (!rollout) return undefined;
        const others = await tx.rollouts.findCandidates(template, revision);
        const before = new Map(
          others.map(other => [other.environmentId, other.revision]),
        );
        await tx.rollouts.addMembers(
          rollout.id,
          splitIntoCohorts([...before.keys()], cohorts).map(turn => ({
            ...turn,
            revision: before.get(turn.environmentId)!,
            state: 'Pending',
          })),
        );
        await recordRolloutAct(tx, caller, rollout, {
          action: 'rollout.create',
          parameters: {
            cohorts,
            pauseAfterFailures,
            waitBetweenCohorts,
            environments: others.length,
          },
        });
        return rollout;
      });
    } catch (error) {
      const { constraint } = error as { constraint?: string };
      if (constraint === 'rollouts_one_at_a_time') {
        throw new ConflictError(
          `There is a rollout of template ${template} already that is not done: cancel it first, or wait`,
        );
      }
      throw error;
    }
  }

  /** What the same key was answered with before. */
  async #findEarlier(
    caller: Caller,
    key: string,
    requestDigest: string,
  ): Promise<RolloutRow | undefined> {
    const earlier = await this.#store.rollouts.findByKey(caller.actor.ref, key);
    if (earlier && earlier.requestDigest !== requestDigest) {
      throw new ConflictError(
        'request/headers/idempotency-key was used before with another request: use a new key for a new request',
      );
    }
    return earlier;
  }

  async #change(
    caller: Caller,
    id: string,
    what: {
      action: AuditAction;
      from: RolloutRow['state'][];
      to: Parameters<Transaction['rollouts']['update']>[1];
      reason: string;
      /** In the same transaction. @returns what the record is to say of it */
      alsoDo?: (
        tx: Transaction,
        rollout: RolloutRow,
      ) => Promise<JsonObject | undefined>;
    },
  ): Promise<RolloutDetail> {
    const rollout = await this.#store.transaction(async tx => {
      const before = await tx.rollouts.lock(id);
      if (!before) throw noRollout(id);
      if (!what.from.includes(before.state)) {
        throw new ConflictError(
          `The rollout is ${before.state}, and only what is ${what.from.join(
            ' or ',
          )} can be changed so`,
        );
      }
      const parameters = await what.alsoDo?.(tx, before);
      await tx.rollouts.update(id, what.to);
      const { action, reason } = what;
      await recordRolloutAct(tx, caller, before, {
        action,
        reason,
        parameters,
      });
      return (await tx.rollouts.get(id))!;
    });
    return this.#views.detail(rollout);
  }
}

/** Delivered by the catalog, now or earlier, and in use. */
async function requireInUse(
  { upgradeTargets }: Transaction,
  { templateRef, revision }: Pick<RolloutRow, 'templateRef' | 'revision'>,
): Promise<void> {
  const offer = await upgradeTargets.offer(templateRef);
  const target = await upgradeTargets.get(templateRef, revision);
  if (!offer || !target || target.isDraft) {
    throw new InputError(
      `request/body/revision: template ${templateRef} has no published revision ${revision}`,
    );
  }
  if (offer.state === 'withdrawn') {
    throw new ConflictError(
      `Template ${target.title} was withdrawn; nothing is upgraded to it any more`,
    );
  }
  if (target.haltReason !== undefined) {
    throw new ConflictError(
      `The revision is halted: ${target.haltReason}. Resume it first`,
    );
  }
}

function requireCohorts(cohorts: RolloutRequest['cohorts']): void {
  const problems = cohorts.flatMap(({ percent }, index) => {
    const path = `/cohorts/${index}/percent`;
    if (index > 0 && percent <= cohorts[index - 1].percent) {
      const expected = `more than ${cohorts[index - 1].percent}`;
      return [{ path, message: 'No more than the cohort before', expected }];
    }
    return index === cohorts.length - 1 && percent !== 100
      ? [{ path, message: 'Some would be left out', expected: '100' }]
      : [];
  });
  if (problems.length > 0) throw new ProblemsError(problems);
}

function noRollout(id: string): NotFoundError {
  return new NotFoundError(`There is no rollout ${id}`);
}
