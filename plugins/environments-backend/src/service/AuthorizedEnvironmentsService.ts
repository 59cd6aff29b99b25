import { NotAllowedError } from '@backstage/errors';
import {
  AcceptedOperation,
  AccessAccount,
  Activity,
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
  WorkbenchTryRequest,
  environmentAccessPermission,
  environmentDeletePermission,
  environmentReadPermission,
  environmentSharePermission,
} from '@sandlot/plugin-environments-common';
import { AuditEvent } from '../audit/AuditEvent';
import { Store } from '../database/Store';
import { Authorizer, EnvironmentDecision } from './Authorizer';
import { Caller } from './Caller';
import { Gatekeeper } from './Gatekeeper';
import { noOperation } from './notFound';
import {
  CreationOrigin,
  EnvironmentsService,
  KubeconfigRequest,
} from './EnvironmentsService';
import { ACT_PERMISSIONS, isGuest, narrow } from './narrow';

/**
 * Decides whether the caller may, and only then asks the service behind. Each
 * refusal is recorded before it is given.
 */
export class AuthorizedEnvironmentsService implements EnvironmentsService {
  readonly #inner: EnvironmentsService;
  readonly #authorizer: Authorizer;
  readonly #gatekeeper: Gatekeeper;
  readonly #store: Store;

  constructor(options: {
    inner: EnvironmentsService;
    authorizer: Authorizer;
    store: Store;
  }) {
    this.#inner = options.inner;
    this.#authorizer = options.authorizer;
    this.#gatekeeper = new Gatekeeper(options);
    this.#store = options.store;
  }

  // Clusters and templates are not secret; templates come with the caller's
  // own rights in the catalog.
  listClusters(caller: Caller): Promise<Cluster[]> {
    return this.#inner.listClusters(caller);
  }

  listTemplates(caller: Caller): Promise<Template[]> {
    return this.#inner.listTemplates(this.#authorizer.withTemplates(caller));
  }

  getTemplate(caller: Caller, ref: string): Promise<TemplateDetail> {
    return this.#inner.getTemplate(this.#authorizer.withTemplates(caller), ref);
  }

  preview(caller: Caller, request: PreviewRequest): Promise<Preview> {
    return this.#inner.preview(this.#authorizer.withTemplates(caller), request);
  }

  create(
    caller: Caller,
    request: CreateEnvironmentRequest,
    idempotencyKey: string,
    origin?: CreationOrigin,
  ): Promise<AcceptedOperation> {
    const { template, revision } = request;
    return this.#createWith(
      caller,
      request,
      {
        action: 'environment.create',
        template: { ref: template, revision },
      },
      permitted =>
        this.#inner.create(permitted, request, idempotencyKey, origin),
    );
  }

  // Whether the caller may try drafts is decided with the draft.
  tryDraft(
    caller: Caller,
    request: WorkbenchTryRequest,
    idempotencyKey: string,
  ): Promise<AcceptedOperation> {
    return this.#createWith(caller, request, { action: 'template.try' }, one =>
      this.#inner.tryDraft(one, request, idempotencyKey),
    );
  }

  async #createWith(
    caller: Caller,
    request: { name: string; owner: string; cluster?: string },
    about: Pick<AuditEvent, 'action'> & Partial<Pick<AuditEvent, 'template'>>,
    create: (permitted: Caller) => Promise<AcceptedOperation>,
  ): Promise<AcceptedOperation> {
    const [authorization, decisions] = await this.#authorizer.decideOnCreation(
      caller,
      ACT_PERMISSIONS,
    );
    const refuse = async (reason: string, basis: string) => {
      await this.#gatekeeper.recordDenial(caller, {
        ...about,
        authorization: { ...authorization, decision: 'DENY', basis },
        reason,
        target: { cluster: request.cluster, name: request.name },
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
    const accepted = await create({
      ...this.#authorizer.withTemplates(caller),
      authorization: {
        ...authorization,
        basis: `${authorization.basis}; ${request.owner} is the caller or one of the caller’s groups`,
      },
    });
    return {
      ...accepted,
      environment: narrow(accepted.environment, decisions),
    };
  }

  async list(
    caller: Caller,
    filter: EnvironmentsFilter,
  ): Promise<Page<Environment>> {
    const [read, decisions] = await this.#decideAll(caller);
    const visible = read.visible();
    if (visible === 'none') return { items: [] };
    const page = await this.#inner.list(
      caller,
      filter,
      visible === 'all' ? undefined : visible,
    );
    return {
      ...page,
      items: await this.#narrowAll(caller, page.items, decisions),
    };
  }

  async get(caller: Caller, id: string): Promise<Environment> {
    const [read, decisions] = await this.#decideAll(caller);
    await this.#gatekeeper.require(caller, id, read, 'environment.read');
    const environment = await this.#inner.get(caller, id);
    return (await this.#narrowAll(caller, [environment], decisions))[0];
  }

  async delete(caller: Caller, id: string): Promise<AcceptedOperation> {
    const permitted = await this.#gatekeeper.permit(
      caller,
      id,
      environmentDeletePermission,
      'environment.delete',
    );
    // While it is being deleted its state permits nothing, whoever asks.
    return this.#inner.delete(permitted, id);
  }

  async listOperations(caller: Caller, id: string): Promise<Activity> {
    const read = await this.#decideOnReading(caller);
    await this.#gatekeeper.require(caller, id, read, 'environment.read');
    return this.#inner.listOperations(caller, id);
  }

  async getOperation(caller: Caller, id: string): Promise<Operation> {
    const read = await this.#decideOnReading(caller);
    const operation = await this.#inner.getOperation(caller, id);
    await this.#gatekeeper.require(
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
    await this.#gatekeeper.require(caller, id, read, 'environment.read');
    return this.#inner.listObjects(caller, id);
  }

  async createKubeconfig(
    caller: Caller,
    id: string,
    request: KubeconfigRequest,
  ): Promise<Kubeconfig> {
    const permitted = await this.#gatekeeper.permit(
      caller,
      id,
      environmentAccessPermission,
      'environment.access',
    );
    return this.#inner.createKubeconfig(permitted, id, request);
  }

  async listAccess(caller: Caller, id: string): Promise<AccessAccount[]> {
    const read = await this.#decideOnReading(caller);
    await this.#gatekeeper.require(caller, id, read, 'environment.read');
    return this.#inner.listAccess(caller, id);
  }

  /** Whoever sees it may give back what is their own. */
  async revokeAccess(
    caller: Caller,
    id: string,
    person: string,
  ): Promise<AccessAccount[]> {
    const permitted = await this.#gatekeeper.permit(
      caller,
      id,
      person === caller.actor.ref
        ? environmentReadPermission
        : environmentSharePermission,
      'environment.revokeAccess',
    );
    return this.#inner.revokeAccess(permitted, id, person);
  }

  /** With by what link the caller sees those that they would not see otherwise. */
  async #narrowAll(
    caller: Caller,
    environments: Environment[],
    decisions: EnvironmentDecision[],
  ): Promise<Environment[]> {
    const shown = environments.filter(one => isGuest(one, decisions));
    const guests =
      shown.length === 0
        ? []
        : await this.#store.shares.guestOf(
            caller.actor.ref,
            shown.map(({ id }) => id),
          );
    return environments.map(environment =>
      narrow(
        environment,
        decisions,
        guests.find(one => one.environmentId === environment.id),
      ),
    );
  }

  async #decideOnReading(caller: Caller): Promise<EnvironmentDecision> {
    const [read] = await this.#authorizer.decisions(caller, [
      environmentReadPermission,
    ]);
    return read;
  }

  /** On reading, and on all that `narrow` asks about. */
  async #decideAll(
    caller: Caller,
  ): Promise<[EnvironmentDecision, EnvironmentDecision[]]> {
    const decisions = await this.#authorizer.decisions(caller, ACT_PERMISSIONS);
    return [
      decisions[ACT_PERMISSIONS.indexOf(environmentReadPermission)],
      decisions,
    ];
  }
}
