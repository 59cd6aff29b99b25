import {
  AcceptedOperation,
  CloneRequest,
  Environment,
  HibernationPlan,
  OperationRequest,
  TransferPreview,
  TransferPreviewRequest,
} from '../types';
import { ApiConnection, toInit } from './ApiConnection';
import { AccessClient } from './AccessClient';
import { RequestOptions } from './options';

/** What is done with environments that are there: a part of `EnvironmentsClient`. @public */
export abstract class LifecycleClient extends AccessClient {
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

  /** What policies say to another owner, and who must agree first. */
  async createTransferPreview(
    id: string,
    body: TransferPreviewRequest,
    options?: RequestOptions,
  ): Promise<TransferPreview> {
    return this.#api.ask(client =>
      client.POST('/environments/{id}/transfer-previews', {
        body,
        params: { path: { id } },
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
}
