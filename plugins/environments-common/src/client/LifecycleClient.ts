import {
  AcceptedOperation,
  CloneRequest,
  Environment,
  HibernationPlan,
  NewShare,
  OperationRequest,
  Share,
  ShareRequest,
} from '../types';
import { ApiConnection, toInit } from './ApiConnection';
import { ElevationsClient } from './ElevationsClient';
import { RequestOptions } from './options';

/** What is done with environments that are there: a part of `EnvironmentsClient`. @public */
export abstract class LifecycleClient extends ElevationsClient {
  readonly #api: ApiConnection;

  /** @internal */
  protected constructor(api: ApiConnection) {
    super(api);
    this.#api = api;
  }

  /** @param idempotencyKey - the same key with the same request is one request */
  async createOperation(
    id: string,
    body: OperationRequest,
    idempotencyKey: string,
    options?: RequestOptions,
  ): Promise<AcceptedOperation> {
    return this.#api.ask(client =>
      client.POST('/environments/{id}/operations', {
        body,
        params: {
          path: { id },
          header: { 'Idempotency-Key': idempotencyKey },
        },
        ...toInit(options),
      }),
    );
  }

  /** @param idempotencyKey - the same key with the same request is one request */
  async cloneEnvironment(
    id: string,
    body: CloneRequest,
    idempotencyKey: string,
    options?: RequestOptions,
  ): Promise<AcceptedOperation> {
    return this.#api.ask(client =>
      client.POST('/environments/{id}/clones', {
        body,
        params: {
          path: { id },
          header: { 'Idempotency-Key': idempotencyKey },
        },
        ...toInit(options),
      }),
    );
  }

  async cancelOperation(
    operationId: string,
    reason?: string,
    options?: RequestOptions,
  ): Promise<AcceptedOperation> {
    return this.#api.ask(client =>
      client.POST('/operations/{id}/cancel', {
        body: { reason },
        params: { path: { id: operationId } },
        ...toInit(options),
      }),
    );
  }

  async planHibernation(
    id: string,
    body: HibernationPlan,
    options?: RequestOptions,
  ): Promise<Environment> {
    return this.#api.ask(client =>
      client.PUT('/environments/{id}/hibernation-plan', {
        body,
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async holdLegally(
    id: string,
    reason: string,
    options?: RequestOptions,
  ): Promise<Environment> {
    return this.#api.ask(client =>
      client.PUT('/environments/{id}/legal-hold', {
        body: { reason },
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async endLegalHold(
    id: string,
    reason: string,
    options?: RequestOptions,
  ): Promise<Environment> {
    return this.#api.ask(client =>
      client.DELETE('/environments/{id}/legal-hold', {
        params: { path: { id }, query: { reason } },
        ...toInit(options),
      }),
    );
  }

  /** The code belongs into the fragment of the page's address: `#share=`. */
  async createShare(
    id: string,
    body: ShareRequest,
    options?: RequestOptions,
  ): Promise<NewShare> {
    return this.#api.ask(client =>
      client.POST('/environments/{id}/shares', {
        body,
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async listShares(id: string, options?: RequestOptions): Promise<Share[]> {
    const { items } = await this.#api.ask(client =>
      client.GET('/environments/{id}/shares', {
        params: { path: { id } },
        ...toInit(options),
      }),
    );
    return items;
  }

  async revokeShare(
    id: string,
    shareId: string,
    options?: RequestOptions,
  ): Promise<Share[]> {
    const { items } = await this.#api.ask(client =>
      client.DELETE('/environments/{id}/shares/{shareId}', {
        params: { path: { id, shareId } },
        ...toInit(options),
      }),
    );
    return items;
  }

  async redeemShare(
    id: string,
    code: string,
    options?: RequestOptions,
  ): Promise<Environment> {
    return this.#api.ask(client =>
      client.POST('/environments/{id}/shares/redeem', {
        body: { code },
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }
}
