import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  Environment,
  NewShare,
  Share,
  ShareRequest,
  environmentReadPermission,
  environmentSharePermission,
} from '@sandlot/plugin-environments-common';
import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import { ShareRow } from '../database/SharesTable';
import { Store, Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { LeaseTerms } from '../domain/lease';
import { Authorizer, EnvironmentDecision } from '../service/Authorizer';
import { Caller } from '../service/Caller';
import { EnvironmentsService } from '../service/EnvironmentsService';
import { Gatekeeper } from '../service/Gatekeeper';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { lockPermitted } from '../service/lockPermitted';
import { revokeShares } from './revokeShares';
import { hashShareCode, makeShareCode } from './shareCode';
import { endOfShare } from './shareTerms';
import { toShares } from './toShares';

/** At the same time, of one environment. */
const MOST = 50;

/**
 * Links with which somebody outside the team reads one environment. Whoever may say who
 * uses the environment makes them; whoever has one must be signed in all the same.
 */
export class SharesService {
  readonly #store: Store;
  readonly #terms: LeaseTerms;
  readonly #authorizer: Authorizer;
  readonly #gatekeeper: Gatekeeper;
  readonly #environments: EnvironmentsService;

  constructor(options: {
    store: Store;
    leaseTerms: LeaseTerms;
    authorizer: Authorizer;
    /** Which decides what the caller sees. */
    environments: EnvironmentsService;
  }) {
    this.#store = options.store;
    this.#terms = options.leaseTerms;
    this.#authorizer = options.authorizer;
    this.#gatekeeper = new Gatekeeper(options);
    this.#environments = options.environments;
  }

  /**
   * The code is answered this once, and kept nowhere: the same key again is a conflict, and
   * makes no second link.
   */
  async create(
    caller: Caller,
    id: string,
    request: ShareRequest,
  ): Promise<NewShare> {
    const permitted = await this.#permit(caller, id, 'environment.share');
    const shareId = idOf(caller, id);
    const code = makeShareCode();
    const share = await this.#store.transaction(async tx => {
      const environment = await lockLive(tx, permitted, id);
      await requireFirst(tx, id, shareId);
      if ((await tx.shares.countLive(id)) >= MOST) {
        throw new ConflictError(
          `Environment ${environment.name} has ${MOST} share links, which is the most: revoke one first, or add a group to the members`,
        );
      }
      const made = await tx.shares.insert({
        id: shareId,
        environmentId: id,
        label: request.label,
        codeHash: hashShareCode(code),
        createdBy: caller.actor.ref,
        expiresAt: endOfShare(
          request.expiresAt,
          environment,
          this.#terms,
          await tx.now(),
        ),
      });
      await record(tx, permitted, environment, 'environment.share', made);
      return made;
    });
    return { share: toShares([share], [])[0], code };
  }

  async list(caller: Caller, id: string): Promise<Share[]> {
    await this.#permit(caller, id, 'environment.share');
    return this.#listOf(id);
  }

  /** One that has ended stays as it is. */
  async revoke(caller: Caller, id: string, shareId: string): Promise<Share[]> {
    const permitted = await this.#permit(caller, id, 'environment.revokeShare');
    await this.#store.transaction(async tx => {
      const environment = await lockPermitted(tx, permitted, id);
      await revokeShares(tx, permitted, environment, { shareId });
    });
    const shares = await this.#listOf(id);
    if (!shares.some(share => share.id === shareId)) {
      throw new NotFoundError(
        `Environment ${id} has no share link ${shareId}: look at the list of its links`,
      );
    }
    return shares;
  }

  /**
   * Makes the caller a reader. Whatever is wrong with the code or the environment, the
   * answer is the same; the record says what it was.
   *
   * @throws NotFoundError
   */
  async redeem(caller: Caller, id: string, code: string): Promise<Environment> {
    const environment = await this.#store.environments.get(id);
    const [read] = await this.#authorizer.decisions(caller, [
      environmentReadPermission,
    ]);
    const denial =
      caller.actor.kind === 'user'
        ? await this.#store.transaction(tx =>
            grant(tx, caller, id, { codeHash: hashShareCode(code), read }),
          )
        : 'Only people use share links, and this is a service';
    if (denial) {
      await this.#gatekeeper.recordDenial(caller, {
        action: 'environment.redeemShare',
        reason: denial,
        ...(environment ? aboutEnvironment(environment) : { target: {} }),
      });
      throw new NotFoundError(
        `There is no environment ${id} that this link is good for: ask whoever sent it for another one`,
      );
    }
    return this.#environments.get(caller, id);
  }

  #permit(
    caller: Caller,
    id: string,
    action: 'environment.share' | 'environment.revokeShare',
  ): Promise<Caller> {
    return this.#gatekeeper.permit(
      caller,
      id,
      environmentSharePermission,
      action,
    );
  }

  async #listOf(id: string): Promise<Share[]> {
    return toShares(
      await this.#store.shares.listOf(id),
      await this.#store.shares.grantsOf(id),
    );
  }
}

/** Of the key, if there is one, so that it needs no place of its own to be known again. */
function idOf({ actor, idempotencyKey }: Caller, environmentId: string) {
  return idempotencyKey === undefined
    ? uuidv7()
    : uuidv5(JSON.stringify([actor.ref, idempotencyKey]), environmentId);
}

/** @param environmentId - which is locked */
async function requireFirst(
  tx: Transaction,
  environmentId: string,
  shareId: string,
): Promise<void> {
  const links = await tx.shares.listOf(environmentId);
  if (links.some(({ id }) => id === shareId)) {
    throw new ConflictError(
      `request/headers/idempotency-key: share link ${shareId} was made with it before, and its code is shown only once. If you don't have it, revoke the link and make another with a new key`,
    );
  }
}

/** @returns why nothing is granted */
async function grant(
  tx: Transaction,
  caller: Caller,
  id: string,
  { codeHash, read }: { codeHash: Buffer; read: EnvironmentDecision },
): Promise<string | undefined> {
  const share = await tx.shares.lockByHash(id, codeHash);
  if (!share) return 'No share link of this environment has this code';
  const environment = (await tx.environments.get(id))!;
  if (share.revokedAt) return `The share link ${share.id} was revoked`;
  if (share.isOver) return `The share link ${share.id} has expired`;
  if (environment.phase === 'Deleted') return 'The environment is deleted';
  // Whoever sees it anyway needs no grant, and leaves none behind.
  if (read.allows({ ...environment, guests: [] })) return undefined;
  if (await tx.shares.grant(share, caller.actor.ref)) {
    await record(tx, caller, environment, 'environment.redeemShare', share);
    tx.changed(id);
  }
  return undefined;
}

async function lockLive(
  tx: Transaction,
  caller: Caller,
  id: string,
): Promise<EnvironmentRow> {
  const environment = await lockPermitted(tx, caller, id);
  const { name, phase } = environment;
  if (phase === 'Deleting' || phase === 'Deleted') {
    throw new ConflictError(
      `Environment ${name} is ${phase}: there is nothing to share`,
    );
  }
  return environment;
}

/** With the link by its id: the code is in no record. */
async function record(
  tx: Transaction,
  caller: Caller,
  environment: EnvironmentRow,
  action: 'environment.share' | 'environment.redeemShare',
  { id, label, expiresAt }: ShareRow,
): Promise<void> {
  await tx.record({
    ...aboutEnvironment(environment),
    action,
    stage: 'succeeded',
    correlationId: caller.correlationId,
    actor: caller.actor,
    source: caller.source,
    authorization: caller.authorization,
    parameters: { share: id, label, expiresAt: expiresAt.toISOString() },
  });
}
