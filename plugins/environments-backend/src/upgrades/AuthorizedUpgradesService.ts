import { ResourcePermission } from '@backstage/plugin-permission-common';
import {
  AcceptedOperation,
  Environment,
  HoldRequest,
  RollbackRequest,
  UpgradePreview,
  UpgradePreviewRequest,
  UpgradeRequest,
  environmentHoldPermission,
  environmentUpgradePermission,
  templateManagePermission,
} from '@sandlot/plugin-environments-common';
import { AuditAction } from '../audit/AuditEvent';
import { Store } from '../database/Store';
import { Authorizer } from '../service/Authorizer';
import { Caller } from '../service/Caller';
import { Gatekeeper } from '../service/Gatekeeper';
import { narrowAccepted, narrowFor } from '../service/narrowFor';
import { UpgradeOptions, UpgradesService } from './UpgradesService';

/**
 * Decides whether the caller may, and only then asks the service behind. Each
 * refusal is recorded before it is given.
 */
export class AuthorizedUpgradesService implements UpgradesService {
  readonly #inner: UpgradesService;
  readonly #authorizer: Authorizer;
  readonly #gatekeeper: Gatekeeper;

  constructor(options: {
    inner: UpgradesService;
    authorizer: Authorizer;
    store: Store;
  }) {
    this.#inner = options.inner;
    this.#authorizer = options.authorizer;
    this.#gatekeeper = new Gatekeeper(options);
  }

  async previewUpgrade(
    caller: Caller,
    id: string,
    request: UpgradePreviewRequest,
  ): Promise<UpgradePreview> {
    const permitted = await this.#permit(caller, id, 'environment.upgrade');
    const options = await this.#optionsFor(caller);
    return this.#inner.previewUpgrade(permitted, id, request, options);
  }

  async upgrade(
    caller: Caller,
    id: string,
    request: UpgradeRequest,
  ): Promise<AcceptedOperation> {
    const permitted = await this.#permit(caller, id, 'environment.upgrade');
    const options = await this.#optionsFor(caller);
    return narrowAccepted(
      this.#authorizer,
      caller,
      await this.#inner.upgrade(permitted, id, request, options),
    );
  }

  async previewRollback(caller: Caller, id: string): Promise<UpgradePreview> {
    const permitted = await this.#permit(caller, id, 'environment.rollback');
    return this.#inner.previewRollback(permitted, id);
  }

  async rollback(
    caller: Caller,
    id: string,
    request: RollbackRequest,
  ): Promise<AcceptedOperation> {
    const permitted = await this.#permit(caller, id, 'environment.rollback');
    return narrowAccepted(
      this.#authorizer,
      caller,
      await this.#inner.rollback(permitted, id, request),
    );
  }

  async hold(
    caller: Caller,
    id: string,
    request: HoldRequest,
  ): Promise<Environment> {
    const permitted = await this.#permit(
      caller,
      id,
      'environment.hold',
      environmentHoldPermission,
    );
    return narrowFor(
      this.#authorizer,
      caller,
      await this.#inner.hold(permitted, id, request),
    );
  }

  async release(caller: Caller, id: string): Promise<Environment> {
    const permitted = await this.#permit(
      caller,
      id,
      'environment.release',
      environmentHoldPermission,
    );
    return narrowFor(
      this.#authorizer,
      caller,
      await this.#inner.release(permitted, id),
    );
  }

  #permit(
    caller: Caller,
    id: string,
    action: AuditAction,
    permission: ResourcePermission = environmentUpgradePermission,
  ): Promise<Caller> {
    return this.#gatekeeper.permit(caller, id, permission, action);
  }

  async #optionsFor(caller: Caller): Promise<UpgradeOptions> {
    const { decision } = await this.#authorizer.decideBasic(
      caller,
      templateManagePermission,
    );
    return { managesTemplates: decision === 'ALLOW' };
  }
}
