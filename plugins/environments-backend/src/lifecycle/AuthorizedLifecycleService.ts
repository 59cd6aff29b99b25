import { isError } from '@backstage/errors';
import { ResourcePermission } from '@backstage/plugin-permission-common';
import {
  AcceptedOperation,
  CloneRequest,
  Environment,
  HibernationPlan,
  OperationRequest,
  TransferPreview,
  TransferPreviewRequest,
  environmentLegalHoldPermission,
  environmentManagePermission,
  environmentReadPermission,
  environmentSharePermission,
  leaseOverridePermission,
} from '@sandlot/plugin-environments-common';
import { Store } from '../database/Store';
import { Authorizer } from '../service/Authorizer';
import { Caller } from '../service/Caller';
import { Gatekeeper } from '../service/Gatekeeper';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { narrowAccepted, narrowFor } from '../service/narrowFor';
import { noOperation } from '../service/notFound';
import { LifecycleService } from './LifecycleService';

const permissionFor: Record<OperationRequest['kind'], ResourcePermission> = {
  extend: environmentManagePermission,
  hibernate: environmentManagePermission,
  resume: environmentManagePermission,
  restore: environmentManagePermission,
  transfer: environmentSharePermission,
  addMember: environmentSharePermission,
  removeMember: environmentSharePermission,
};

/**
 * Decides whether the caller may, and only then asks the service behind. Each
 * refusal is recorded before it is given.
 */
export class AuthorizedLifecycleService implements LifecycleService {
  readonly #inner: LifecycleService;
  readonly #store: Store;
  readonly #authorizer: Authorizer;
  readonly #gatekeeper: Gatekeeper;

  constructor(options: {
    inner: LifecycleService;
    authorizer: Authorizer;
    store: Store;
  }) {
    this.#inner = options.inner;
    this.#store = options.store;
    this.#authorizer = options.authorizer;
    this.#gatekeeper = new Gatekeeper(options);
  }

  async request(
    caller: Caller,
    id: string,
    request: OperationRequest,
    idempotencyKey: string,
  ): Promise<AcceptedOperation> {
    const permitted = await this.#gatekeeper.permit(
      caller,
      id,
      permissionFor[request.kind],
      `environment.${request.kind}`,
    );
    const accepted = await this.#inner
      .request(
        this.#authorizer.withLeases(permitted),
        id,
        request,
        idempotencyKey,
      )
      .catch(async error => {
        await this.#recordDenial(caller, id, request, error);
        throw error;
      });
    return narrowAccepted(this.#authorizer, caller, accepted);
  }

  /** Whether somebody may go beyond what the template gives matters only where it is decided. */
  async #recordDenial(
    caller: Caller,
    id: string,
    { kind }: OperationRequest,
    error: unknown,
  ): Promise<void> {
    if (!isError(error) || error.name !== 'NotAllowedError') return;
    const environment = (await this.#store.environments.get(id))!;
    await this.#gatekeeper.recordDenial(caller, {
      ...aboutEnvironment(environment),
      action: `environment.${kind}`,
      authorization: await this.#authorizer.decideBasic(
        caller,
        leaseOverridePermission,
      ),
      reason: error.message,
    });
  }

  async previewTransfer(
    caller: Caller,
    id: string,
    request: TransferPreviewRequest,
  ): Promise<TransferPreview> {
    const permitted = await this.#gatekeeper.permit(
      caller,
      id,
      permissionFor.transfer,
      'environment.transfer',
    );
    return this.#inner.previewTransfer(permitted, id, request);
  }

  /** Whether the caller may create is decided with the creation. */
  async clone(
    caller: Caller,
    id: string,
    request: CloneRequest,
    idempotencyKey: string,
  ): Promise<AcceptedOperation> {
    await this.#gatekeeper.permit(
      caller,
      id,
      environmentReadPermission,
      'environment.read',
    );
    return narrowAccepted(
      this.#authorizer,
      caller,
      await this.#inner.clone(caller, id, request, idempotencyKey),
    );
  }

  async cancel(
    caller: Caller,
    operationId: string,
    reason?: string,
  ): Promise<AcceptedOperation> {
    const operation = await this.#store.operations.get(operationId);
    const absent = noOperation(operationId);
    if (!operation) {
      await this.#gatekeeper.recordDenial(caller, {
        action: 'environment.cancel',
        reason: `There is no operation ${operationId}`,
        target: {},
      });
      throw absent;
    }
    const permitted = await this.#gatekeeper.permit(
      caller,
      operation.environmentId,
      environmentManagePermission,
      'environment.cancel',
      absent,
    );
    return narrowAccepted(
      this.#authorizer,
      caller,
      await this.#inner.cancel(permitted, operationId, reason),
    );
  }

  async planHibernation(
    caller: Caller,
    id: string,
    plan: HibernationPlan,
  ): Promise<Environment> {
    const permitted = await this.#gatekeeper.permit(
      caller,
      id,
      environmentManagePermission,
      'environment.planHibernation',
    );
    return narrowFor(
      this.#authorizer,
      caller,
      await this.#inner.planHibernation(permitted, id, plan),
    );
  }

  async holdLegally(
    caller: Caller,
    id: string,
    reason: string,
  ): Promise<Environment> {
    const permitted = await this.#permitLegalHold(
      caller,
      id,
      'environment.legalHold',
    );
    return narrowFor(
      this.#authorizer,
      caller,
      await this.#inner.holdLegally(permitted, id, reason),
    );
  }

  async endLegalHold(
    caller: Caller,
    id: string,
    reason: string,
  ): Promise<Environment> {
    const permitted = await this.#permitLegalHold(
      caller,
      id,
      'environment.endLegalHold',
    );
    return narrowFor(
      this.#authorizer,
      caller,
      await this.#inner.endLegalHold(permitted, id, reason),
    );
  }

  #permitLegalHold(
    caller: Caller,
    id: string,
    action: 'environment.legalHold' | 'environment.endLegalHold',
  ): Promise<Caller> {
    return this.#gatekeeper.permit(
      caller,
      id,
      environmentLegalHoldPermission,
      action,
    );
  }
}
