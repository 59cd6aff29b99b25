import { ConflictError } from '@backstage/errors';
import { AcceptedOperation } from '@sandlot/plugin-environments-common';
import { canonicalBytes, formatDigest, sha256 } from '../audit/canonical';
import { Store, Transaction } from '../database/Store';
import { Caller } from './Caller';
import { EnvironmentViews } from './EnvironmentViews';

/** A key that its client chose, and what it was sent with. */
export interface IdempotentRequest {
  key: string;
  /** SHA-256 of the canonical request. */
  digest: string;
}

type Accepted = Parameters<EnvironmentViews['accepted']>[0];

/** Answers a request that is sent again as it was answered the first time. */
export class Once {
  readonly #store: Store;
  readonly #views: EnvironmentViews;

  constructor(options: { store: Store; views: EnvironmentViews }) {
    this.#store = options.store;
    this.#views = options.views;
  }

  /**
   * @param accept - does the work, and in its transaction takes the key with
   * `takeKey`; undefined if somebody else has just had it
   * @throws ConflictError when the key came with another request before
   */
  async answer(
    caller: Caller,
    request: object,
    key: string,
    accept: (
      request: IdempotentRequest,
    ) => Promise<AcceptedOperation | undefined>,
  ): Promise<AcceptedOperation> {
    const digest = digestOf(request);
    return (
      (await this.#findEarlier(caller, key, digest)) ??
      (await accept({ key, digest })) ??
      // Lost the race for the key: the other request's answer is ours.
      (await this.#findEarlier(caller, key, digest))!
    );
  }

  /**
   * The same for a request that may come without a key, and is done in one
   * transaction. What its state refuses now may be what it has brought about itself:
   * the key is looked for once more before that is said.
   *
   * @param how - `prepare`: what is to be checked before the transaction
   */
  async answerIfKeyed(
    caller: Caller,
    request: object,
    how: {
      prepare?: () => Promise<void>;
      work: (tx: Transaction) => Promise<Accepted>;
    },
  ): Promise<AcceptedOperation> {
    const { idempotencyKey: key } = caller;
    const { prepare, work } = how;
    if (key === undefined) {
      await prepare?.();
      return this.#views.accepted(await this.#store.transaction(work));
    }
    return this.answer(caller, request, key, async idempotent => {
      try {
        await prepare?.();
        const accepted = await this.#store.transaction(async tx => {
          const done = await work(tx);
          if (await takeKey(tx, caller, idempotent, done.operation.id)) {
            return done;
          }
          throw new ConflictError('The key was used in this very moment');
        });
        return this.#views.accepted(accepted);
      } catch (error) {
        const { digest } = idempotent;
        const earlier = await this.#findEarlier(caller, key, digest);
        if (earlier) return earlier;
        throw error;
      }
    });
  }

  /**
   * @returns what the same request with this key was answered; undefined if there was none
   * @throws ConflictError when the key came with another request before
   */
  find(
    caller: Caller,
    request: object,
    key: string,
  ): Promise<AcceptedOperation | undefined> {
    return this.#findEarlier(caller, key, digestOf(request));
  }

  async #findEarlier(
    caller: Caller,
    key: string,
    digest: string,
  ): Promise<AcceptedOperation | undefined> {
    const earlier = await this.#store.idempotencyKeys.get(
      caller.actor.ref,
      key,
    );
    if (!earlier) return undefined;
    if (earlier.requestDigest !== digest) {
      throw new ConflictError(
        'request/headers/idempotency-key was used before with another request: use a new key for a new request',
      );
    }
    const operation = await this.#store.operations.get(earlier.operationId);
    const environment = await this.#store.environments.get(
      operation!.environmentId,
    );
    return this.#views.accepted({
      environment: environment!,
      operation: operation!,
    });
  }
}

function digestOf(request: object): string {
  return formatDigest(sha256(canonicalBytes(request)));
}

/** @returns false if another transaction has taken the key */
export function takeKey(
  tx: Transaction,
  caller: Caller,
  { key, digest }: IdempotentRequest,
  operationId: string,
): Promise<boolean> {
  return tx.idempotencyKeys.insertIfNew({
    actorRef: caller.actor.ref,
    key,
    requestDigest: digest,
    operationId,
  });
}
