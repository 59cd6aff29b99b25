import { isError } from '@backstage/errors';
import { Member } from '@sandlot/plugin-environments-common';
import { v7 as uuidv7 } from 'uuid';
import { AccessRevoker } from '../access/AccessRevoker';
import { revokeAccess } from '../access/revokeAccess';
import { Store, Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { inUtc } from '../domain/inUtc';
import { whyNotNow } from '../domain/lifecycle';
import { giveTo, renderForOwner } from '../lifecycle/giveTo';
import { stateOf } from '../lifecycle/stateOf';
import { Limits } from '../limits/Limits';
import { Policies } from '../policies/Policies';
import { requireNoProblems } from '../policies/judgeChange';
import { judgeTransfer } from '../policies/judgeTransfer';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { OpsNotices } from './OpsNotices';
import { OwnerTerms } from './ownerTerms';
import { sweepAuthor } from './sweepAuthor';

/** What the transfer was refused with, by whatever looks at transfers. */
const REFUSALS = ['ConflictError', 'InputError', 'NotAllowedError'];
/** Somebody keeps it as it is, or a worker has it in hand. */
const WAITS = Symbol('waits');

/** An environment, and the owner whom the catalog does not have any more. */
export interface MissingOwner {
  environmentId: string;
  ownerRef: string;
  since: Date;
}

/**
 * What becomes of environments whose owner is gone: a group that may use it takes
 * over, or ops are told. Each step is a transaction of its own and finds again, under the
 * lock, whether it is still to be done, so that the next round goes on after a crash.
 */
export class MissingOwners {
  readonly #store: Store;
  readonly #policies?: Policies;
  readonly #limits: Limits;
  readonly #revoker: AccessRevoker;
  readonly #notices: OpsNotices;
  readonly #terms: OwnerTerms;

  constructor(options: {
    store: Store;
    policies?: Policies;
    limits: Limits;
    revoker: AccessRevoker;
    notices: OpsNotices;
    terms: OwnerTerms;
  }) {
    this.#store = options.store;
    this.#policies = options.policies;
    this.#limits = options.limits;
    this.#revoker = options.revoker;
    this.#notices = options.notices;
    this.#terms = options.terms;
  }

  /** @param hasGroup - whether the catalog has a group */
  async settle(
    missing: MissingOwner,
    hasGroup: (ref: string) => boolean,
  ): Promise<void> {
    const environment = await this.#mark(missing);
    if (!environment) return;
    const heir = heirOf(environment, hasGroup);
    const why = heir
      ? await this.#handOver(environment, missing, heir)
      : describeNoHeir(environment);
    if (typeof why === 'string') await this.#tell(missing, why);
  }

  /** The owner is back: nothing is done that was not done yet. */
  async clear(environmentId: string, ownerRef: string): Promise<void> {
    await this.#store.transaction(async tx => {
      const environment = await lockOwned(tx, { environmentId, ownerRef });
      if (!environment?.ownerMissing) return;
      const { since } = environment.ownerMissing;
      await tx.environments.decide(environmentId, { ownerMissing: null });
      await tx.record({
        ...aboutEnvironment(environment),
        ...sweepAuthor(),
        action: 'environment.ownerFound',
        stage: 'observed',
        parameters: { owner: ownerRef, since: since.toISOString() },
        reason: `The catalog has ${ownerRef} again`,
      });
      tx.changed(environmentId);
    });
  }

  async #mark(missing: MissingOwner): Promise<EnvironmentRow | undefined> {
    const { environmentId, ownerRef, since } = missing;
    return this.#store.transaction(async tx => {
      const environment = await lockOwned(tx, missing);
      if (!environment || environment.ownerMissing) return environment;
      const marked = await tx.environments.decide(environmentId, {
        ownerMissing: { since },
      });
      await tx.record({
        ...aboutEnvironment(marked),
        ...sweepAuthor(),
        action: 'environment.ownerMissing',
        stage: 'observed',
        parameters: { owner: ownerRef, since: since.toISOString() },
        reason: describeMissing(missing),
      });
      tx.changed(environmentId);
      return marked;
    });
  }

  /** @returns why the group does not take over, for ops; `WAITS` when it will */
  async #handOver(
    environment: EnvironmentRow,
    missing: MissingOwner,
    heir: Member,
  ): Promise<string | typeof WAITS | undefined> {
    const author = sweepAuthor();
    try {
      const {
        requirements: [required],
      } = requireNoProblems(
        await judgeTransfer(
          this.#policies,
          this.#store,
          author,
          environment,
          heir.ref,
        ),
      );
      // A sweep asks nobody: there would be no one to ask back.
      if (required) {
        return `${heir.ref} does not take it over by itself, since ${required.by} must agree: ${required.message}`;
      }
      const outcome = await this.#store.transaction(async tx => {
        const current = await lockOwned(tx, missing);
        if (!current?.members.some(({ ref }) => ref === heir.ref)) {
          return undefined;
        }
        if (current.legalHold || (await isInHand(tx, current))) return WAITS;
        const refusal = whyNotNow('transfer', stateOf(current));
        if (refusal) {
          return `${heir.ref} does not take it over while ${refusal}`;
        }
        const reason = `${describeMissing(missing)}; ${
          heir.ref
        } takes over, which was let in at ${inUtc(
          heir.since,
        )}, as the first group`;
        const render = await renderForOwner(
          tx,
          current,
          heir.ref,
          this.#limits,
        );
        const { environment: given } = await giveTo(tx, author, current, {
          owner: heir.ref,
          render,
          operationId: uuidv7(),
          reason,
        });
        // They may have been let in as one of the group, which stays.
        await revokeAccess(tx, author, given, {
          person: missing.ownerRef,
          reason: describeMissing(missing),
        });
        return undefined;
      });
      if (outcome === undefined) await this.#revoker.run(environment.id);
      return outcome;
    } catch (error) {
      if (!isError(error) || !REFUSALS.includes(error.name)) throw error;
      return `${heir.ref} could not take it over: ${error.message}`;
    }
  }

  async #tell(missing: MissingOwner, why: string): Promise<void> {
    const { environmentId, ownerRef } = missing;
    await this.#store.transaction(async tx => {
      const environment = await lockOwned(tx, missing);
      if (!environment?.ownerMissing) return;
      const { since, toldAt } = environment.ownerMissing;
      const now = await tx.now();
      if (
        toldAt &&
        now.getTime() - toldAt.getTime() < this.#terms.remindAfterSeconds * 1000
      ) {
        return;
      }
      const isTold = await this.#notices.send({
        title: `Environment ${environment.name} has lost its owner`,
        description: `${describeMissing(
          missing,
        )}. ${why}. Give it to somebody else, or delete it.`,
        link: `/environments/${environmentId}`,
        scope: `owner:${environmentId}`,
      });
      if (!isTold) return;
      const told = await tx.environments.decide(environmentId, {
        ownerMissing: { since, toldAt: now },
      });
      await tx.record({
        ...aboutEnvironment(told),
        ...sweepAuthor(),
        action: 'environment.ownerMissing',
        stage: 'observed',
        parameters: {
          owner: ownerRef,
          since: since.toISOString(),
          recipients: this.#notices.ops,
        },
        reason: `Ops were told: ${why}`,
      });
      tx.changed(environmentId);
    });
  }
}

/** The environment, if it is still that owner's and lives. */
async function lockOwned(
  tx: Transaction,
  { environmentId, ownerRef }: Omit<MissingOwner, 'since'>,
): Promise<EnvironmentRow | undefined> {
  const environment = await tx.environments.lock(environmentId);
  const isOver =
    environment?.phase === 'Deleting' || environment?.phase === 'Deleted';
  return environment?.ownerRef === ownerRef && !isOver
    ? environment
    : undefined;
}

async function isInHand(
  tx: Transaction,
  { phase, operationId }: EnvironmentRow,
): Promise<boolean> {
  if (phase === 'AwaitingApproval' || phase === 'Waiting') return true;
  const { state } = (await tx.operations.get(operationId))!;
  return state === 'Queued' || state === 'Running';
}

/**
 * Who takes over from a person: of the groups that may use it the one that was let in
 * first. What a group loses, people decide on: groups go when a company is made anew.
 */
function heirOf(
  { ownerRef, members }: EnvironmentRow,
  hasGroup: (ref: string) => boolean,
): Member | undefined {
  if (!ownerRef.startsWith('user:')) return undefined;
  const [first] = members
    .filter(({ ref }) => ref.startsWith('group:') && hasGroup(ref))
    .sort((one, other) => Date.parse(one.since) - Date.parse(other.since));
  return first;
}

function describeNoHeir({ ownerRef }: EnvironmentRow): string {
  return ownerRef.startsWith('user:')
    ? 'No group that is there may use it, so that nobody takes over'
    : 'It was a group, of which nobody else takes over by itself';
}

function describeMissing({ ownerRef, since }: MissingOwner): string {
  return `The catalog does not have ${ownerRef} any more, since ${inUtc(
    since,
  )}`;
}
