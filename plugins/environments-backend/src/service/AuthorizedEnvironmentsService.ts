import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { ResourcePermission } from '@backstage/plugin-permission-common';
import {
  AcceptedOperation,
  Cluster,
  CreateEnvironmentRequest,
  Environment,
  EnvironmentObject,
  EnvironmentsFilter,
  Kubeconfig,
  Operation,
  Page,
  Preview,
  PreviewRequest,
  Template,
  TemplateDetail,
  environmentAccessPermission,
  environmentDeletePermission,
  environmentHoldPermission,
  environmentReadPermission,
  environmentUpgradePermission,
} from '@sandlot/plugin-environments-common';
import { AuditAction, AuditEvent } from '../audit/AuditEvent';
import { EnvironmentRow } from '../database/rows';
import { Store } from '../database/Store';
import { Authorizer, EnvironmentDecision } from './Authorizer';
import { Caller } from './Caller';
import { noOperation, notFound } from './notFound';
import { EnvironmentsService, KubeconfigRequest } from './EnvironmentsService';

/**
 * Decides whether the caller may, and only then asks the service behind. Each
 * refusal is recorded before it is given.
 */
export class AuthorizedEnvironmentsService implements EnvironmentsService {
  readonly #inner: EnvironmentsService;
  readonly #authorizer: Authorizer;
  readonly #store: Store;

  constructor(options: {
    inner: EnvironmentsService;
    authorizer: Authorizer;
    store: Store;
  }) {
    this.#inner = options.inner;
    this.#authorizer = options.authorizer;
    this.#store = options.store;
  }

  // Clusters and templates are not secret; templates come with the caller's
  // own rights in the catalog.
  listClusters(caller: Caller): Promise<Cluster[]> {
    return this.#inner.listClusters(caller);
  }

  listTemplates(caller: Caller): Promise<Template[]> {
    return this.#inner.listTemplates(caller);
  }

  getTemplate(caller: Caller, ref: string): Promise<TemplateDetail> {
    return this.#inner.getTemplate(caller, ref);
  }

  preview(caller: Caller, request: PreviewRequest): Promise<Preview> {
    return this.#inner.preview(caller, request);
  }

  async create(
    caller: Caller,
    request: CreateEnvironmentRequest,
    idempotencyKey: string,
  ): Promise<AcceptedOperation> {
    const [authorization, [access, del, upgrade, hold]] =
      await this.#authorizer.decideOnCreation(caller, [
        environmentAccessPermission,
        environmentDeletePermission,
        environmentUpgradePermission,
        environmentHoldPermission,
      ]);
    const refuse = async (reason: string, basis: string) => {
      await this.#recordDenial(caller, {
        action: 'environment.create',
        authorization: { ...authorization, decision: 'DENY', basis },
        reason,
        target: { cluster: request.cluster, name: request.name },
        template: { ref: request.template, revision: request.revision },
        parameters: { owner: request.owner },
      });
      return new NotAllowedError(reason);
    };
    if (authorization.decision === 'DENY') {
      throw await refuse(
        'You may not create environments',
        authorization.basis,
      );
    }
    if (!caller.ownership.includes(request.owner)) {
      const own = caller.ownership.join(', ');
      throw await refuse(
        `request/body/owner: you can create environments for yourself and your groups only: ${own}`,
        `${authorization.basis}, but ${request.owner} is neither the caller nor one of the caller’s groups`,
      );
    }
    const permitted = {
      ...caller,
      authorization: {
        ...authorization,
        basis: `${authorization.basis}; ${request.owner} is the caller or one of the caller’s groups`,
      },
    };
    const accepted = await this.#inner.create(
      permitted,
      request,
      idempotencyKey,
    );
    return {
      ...accepted,
      environment: narrow(accepted.environment, {
        access,
        delete: del,
        upgrade,
        hold,
      }),
    };
  }

  async list(
    caller: Caller,
    filter: EnvironmentsFilter,
  ): Promise<Page<Environment>> {
    const decisions = await this.#decideAll(caller);
    const visible = decisions.read.visible();
    if (visible === 'none') return { items: [] };
    const page = await this.#inner.list(
      caller,
      filter,
      visible === 'all' ? undefined : visible,
    );
    return {
      ...page,
      items: page.items.map(environment => narrow(environment, decisions)),
    };
  }

  async get(caller: Caller, id: string): Promise<Environment> {
    const decisions = await this.#decideAll(caller);
    await this.#require(caller, id, decisions.read, 'environment.read');
    return narrow(await this.#inner.get(caller, id), decisions);
  }

  async delete(caller: Caller, id: string): Promise<AcceptedOperation> {
    const permitted = await this.#permit(
      caller,
      id,
      environmentDeletePermission,
      'environment.delete',
    );
    // While it is being deleted its state permits nothing, whoever asks.
    return this.#inner.delete(permitted, id);
  }

  async listOperations(caller: Caller, id: string): Promise<Operation[]> {
    const read = await this.#decideOnReading(caller);
    await this.#require(caller, id, read, 'environment.read');
    return this.#inner.listOperations(caller, id);
  }

  async getOperation(caller: Caller, id: string): Promise<Operation> {
    const read = await this.#decideOnReading(caller);
    const operation = await this.#inner.getOperation(caller, id);
    await this.#require(
      caller,
      operation.environmentId,
      read,
      'environment.read',
      noOperation(id),
    );
    return operation;
  }

  async listObjects(caller: Caller, id: string): Promise<EnvironmentObject[]> {
    const read = await this.#decideOnReading(caller);
    await this.#require(caller, id, read, 'environment.read');
    return this.#inner.listObjects(caller, id);
  }

  async createKubeconfig(
    caller: Caller,
    id: string,
    request: KubeconfigRequest,
  ): Promise<Kubeconfig> {
    const permitted = await this.#permit(
      caller,
      id,
      environmentAccessPermission,
      'environment.access',
    );
    return this.#inner.createKubeconfig(permitted, id, request);
  }

  async #decideOnReading(caller: Caller): Promise<EnvironmentDecision> {
    const [read] = await this.#authorizer.decisions(caller, [
      environmentReadPermission,
    ]);
    return read;
  }

  async #decideAll(caller: Caller) {
    const [read, access, del, upgrade, hold] = await this.#authorizer.decisions(
      caller,
      [
        environmentReadPermission,
        environmentAccessPermission,
        environmentDeletePermission,
        environmentUpgradePermission,
        environmentHoldPermission,
      ],
    );
    return { read, access, delete: del, upgrade, hold };
  }

  async #permit(
    caller: Caller,
    id: string,
    permission: ResourcePermission,
    action: AuditAction,
  ): Promise<Caller> {
    const [read, decision] = await this.#authorizer.decisions(caller, [
      environmentReadPermission,
      permission,
    ]);
    const environment = await this.#require(caller, id, read, action);
    if (!decision.allows(environment)) {
      const reason = `You may see environment ${environment.name}, but not do this with it`;
      await this.#recordDenial(caller, {
        action,
        authorization: decision.authorize(environment),
        reason,
        ...about(environment),
      });
      throw new NotAllowedError(reason);
    }
    return { ...caller, authorization: decision.authorize(environment) };
  }

  /** "Absent" and "forbidden" are recorded as what they are, and answer alike. */
  async #require(
    caller: Caller,
    id: string,
    read: EnvironmentDecision,
    action: AuditAction,
    absent: NotFoundError = notFound(id),
  ): Promise<EnvironmentRow> {
    const environment = await this.#store.environments.get(id);
    if (!environment) {
      await this.#recordDenial(caller, {
        action,
        reason: `There is no environment ${id}`,
        target: {},
      });
      throw absent;
    }
    if (!read.allows(environment)) {
      await this.#recordDenial(caller, {
        action,
        authorization: read.authorize(environment),
        reason: 'The caller may not see this environment',
        ...about(environment),
      });
      throw absent;
    }
    return environment;
  }

  async #recordDenial(
    caller: Caller,
    event: Omit<AuditEvent, 'stage' | 'correlationId' | 'actor' | 'source'>,
  ): Promise<void> {
    await this.#store.transaction(tx =>
      tx.record({
        ...event,
        stage: 'denied',
        correlationId: caller.correlationId,
        actor: caller.actor,
        source: caller.source,
      }),
    );
  }
}

/** What the state permits, less what the caller may not. */
function narrow(
  environment: Environment,
  decisions: Record<
    'access' | 'delete' | 'upgrade' | 'hold',
    EnvironmentDecision
  >,
): Environment {
  const resource = { ownerRef: environment.owner };
  return {
    ...environment,
    allowed: {
      delete: environment.allowed.delete && decisions.delete.allows(resource),
      access: environment.allowed.access && decisions.access.allows(resource),
      upgrade:
        environment.allowed.upgrade && decisions.upgrade.allows(resource),
      rollback:
        environment.allowed.rollback && decisions.upgrade.allows(resource),
      hold: environment.allowed.hold && decisions.hold.allows(resource),
      decideDrift:
        environment.allowed.decideDrift && decisions.upgrade.allows(resource),
    },
  };
}

function about(environment: EnvironmentRow) {
  return {
    environmentId: environment.id,
    target: {
      cluster: environment.cluster,
      namespace: environment.namespace,
      namespaceUid: environment.namespaceUid,
      name: environment.name,
    },
    template: {
      ref: environment.templateRef,
      revision: environment.revision,
    },
  };
}
