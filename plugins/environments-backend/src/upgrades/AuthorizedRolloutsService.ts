import { BasicPermission } from '@backstage/plugin-permission-common';
import {
  Rollout,
  RolloutDetail,
  RolloutRequest,
  templateManagePermission,
  templateReportPermission,
} from '@sandlot/plugin-environments-common';
import { AuditAction } from '../audit/AuditEvent';
import { Store } from '../database/Store';
import { Authorizer } from '../service/Authorizer';
import { Caller } from '../service/Caller';
import { Gatekeeper } from '../service/Gatekeeper';
import { RolloutsService } from './RolloutsService';

/**
 * Decides whether the caller may, and only then asks the service behind. Each
 * refusal is recorded before it is given.
 */
export class AuthorizedRolloutsService implements RolloutsService {
  readonly #inner: RolloutsService;
  readonly #store: Store;
  readonly #gatekeeper: Gatekeeper;

  constructor(options: {
    inner: RolloutsService;
    authorizer: Authorizer;
    store: Store;
  }) {
    this.#inner = options.inner;
    this.#store = options.store;
    this.#gatekeeper = new Gatekeeper(options);
  }

  async list(caller: Caller, template?: string): Promise<Rollout[]> {
    await this.#read(caller);
    return this.#inner.list(caller, template);
  }

  async get(caller: Caller, id: string): Promise<RolloutDetail> {
    await this.#read(caller);
    return this.#inner.get(caller, id);
  }

  async create(
    caller: Caller,
    request: RolloutRequest,
    idempotencyKey: string,
  ): Promise<RolloutDetail> {
    const permitted = await this.#manage(caller, 'rollout.create', {
      ref: request.template,
      revision: request.revision,
    });
    return this.#inner.create(permitted, request, idempotencyKey);
  }

  async pause(
    caller: Caller,
    id: string,
    reason: string,
  ): Promise<RolloutDetail> {
    const permitted = await this.#manage(caller, 'rollout.pause', () =>
      this.#aboutRollout(id),
    );
    return this.#inner.pause(permitted, id, reason);
  }

  async resume(
    caller: Caller,
    id: string,
    reason: string,
  ): Promise<RolloutDetail> {
    const permitted = await this.#manage(caller, 'rollout.resume', () =>
      this.#aboutRollout(id),
    );
    return this.#inner.resume(permitted, id, reason);
  }

  async cancel(
    caller: Caller,
    id: string,
    reason: string,
  ): Promise<RolloutDetail> {
    const permitted = await this.#manage(caller, 'rollout.cancel', () =>
      this.#aboutRollout(id),
    );
    return this.#inner.cancel(permitted, id, reason);
  }

  #read(caller: Caller): Promise<Caller> {
    return this.#permit(caller, templateReportPermission, {
      action: 'template.read',
      reason: 'You may not look at rollouts',
    });
  }

  #manage(
    caller: Caller,
    action: AuditAction,
    template: Parameters<Gatekeeper['permitBasic']>[2]['template'],
  ): Promise<Caller> {
    const reason = 'You may not look after rollouts';
    return this.#permit(caller, templateManagePermission, {
      action,
      reason,
      template,
    });
  }

  async #aboutRollout(id: string) {
    const rollout = await this.#store.rollouts.get(id);
    return rollout && { ref: rollout.templateRef, revision: rollout.revision };
  }

  #permit(
    caller: Caller,
    permission: BasicPermission,
    denial: Parameters<Gatekeeper['permitBasic']>[2],
  ): Promise<Caller> {
    return this.#gatekeeper.permitBasic(caller, permission, denial);
  }
}
