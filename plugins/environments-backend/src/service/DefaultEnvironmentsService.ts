import { AuthService } from '@backstage/backend-plugin-api';
import { ConflictError, InputError } from '@backstage/errors';
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
} from '@sandlot/plugin-environments-common';
import {
  KubernetesObject,
  validateParameters,
  waveOf,
} from '@sandlot/plugin-environments-node';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { AccessRevoker } from '../access/AccessRevoker';
import { revokeAccess } from '../access/revokeAccess';
import { ApprovalTerms } from '../approvals/approvalTerms';
import { Clusters } from '../clusters/Clusters';
import { LeaseTerms } from '../domain/lease';
import { objectHealth } from '../clusters/objectHealth';
import { EnvironmentQuery } from '../database/criteria';
import { decodeIdCursor, encodeCursor } from '../database/cursor';
import { EnvironmentRow } from '../database/rows';
import { Store, Transaction } from '../database/Store';
import { inUtc } from '../domain/inUtc';
import { whyNotNow } from '../domain/lifecycle';
import { Limits } from '../limits/Limits';
import { Policies } from '../policies/Policies';
import { requestDeletion } from '../lifecycle/requestDeletion';
import { stateOf } from '../lifecycle/stateOf';
import { Caller } from './Caller';
import { EnvironmentRequests } from './EnvironmentRequests';
import {
  CreationOrigin,
  EnvironmentsService,
  KubeconfigRequest,
} from './EnvironmentsService';
import { KubeconfigIssuer } from './KubeconfigIssuer';
import { listEvents } from './listEvents';
import { whyNotAdmitted } from '../templates/admission';
import { checkPicks } from '../templates/checkPicks';
import { TemplateRegistrar } from '../templates/TemplateRegistrar';
import { TemplateUse } from '../templates/TemplateUse';
import { toDetail } from '../templates/toDetail';
import { TemplateSource } from './TemplateSource';
import { originOf } from './originOf';
import { noOperation, noTemplate, notFound } from './notFound';
import { previewEnvironment } from './previewEnvironment';
import { EnvironmentViews } from './EnvironmentViews';
import { Once } from './Once';
import { toAccessAccount, toOperation } from './toApi';
import { answeredByCluster } from './answeredByCluster';
import { lockPermitted } from './lockPermitted';

const DEFAULT_PAGE = 50;

/** Does what is asked. It trusts that the caller may. */
export class DefaultEnvironmentsService implements EnvironmentsService {
  readonly #store: Store;
  readonly #clusters: Clusters;
  readonly #catalog: CatalogService;
  readonly #limits: Limits;
  readonly #policies: Policies;
  readonly #templates: TemplateSource;
  readonly #requests: EnvironmentRequests;
  readonly #views: EnvironmentViews;
  readonly #once: Once;
  readonly #kubeconfigs: KubeconfigIssuer;
  readonly #revoker: AccessRevoker;

  static create(options: {
    store: Store;
    clusters: Clusters;
    leaseTerms?: LeaseTerms;
    /** None of the portal's own unless told. */
    limits?: Limits;
    policies: Policies;
    approvalTerms?: ApprovalTerms;
    catalog: CatalogService;
    auth: AuthService;
    templates: TemplateSource;
    registrar: TemplateRegistrar;
    /** Where `sandlot kube-token` finds it. */
    portalUrl?: string;
  }): DefaultEnvironmentsService {
    return new DefaultEnvironmentsService(options);
  }

  private constructor(
    options: Parameters<typeof DefaultEnvironmentsService.create>[0],
  ) {
    this.#store = options.store;
    this.#clusters = options.clusters;
    this.#catalog = options.catalog;
    this.#limits = options.limits ?? Limits.none(options.clusters);
    this.#policies = options.policies;
    this.#templates = options.templates;
    this.#views = new EnvironmentViews(options);
    this.#once = new Once({ store: options.store, views: this.#views });
    this.#requests = new EnvironmentRequests({
      ...options,
      limits: this.#limits,
      policies: this.#policies,
      uses: new TemplateUse(options),
      views: this.#views,
    });
    this.#kubeconfigs = new KubeconfigIssuer(options);
    this.#revoker = new AccessRevoker(options);
  }

  /** Requests for environments in line of this backend. */
  get waiting(): number {
    return this.#requests.waiting;
  }

  async listClusters(): Promise<Cluster[]> {
    return this.#limits.listClusters(this.#store.places);
  }

  async listTemplates(caller: Caller): Promise<Template[]> {
    return this.#templates.list(caller);
  }

  async getTemplate(caller: Caller, ref: string): Promise<TemplateDetail> {
    return toDetail(await this.#admitted(caller, ref, noTemplate(ref)));
  }

  async preview(caller: Caller, request: PreviewRequest): Promise<Preview> {
    const current = await this.#admitted(
      caller,
      request.template,
      new InputError(
        `request/body/template: there is no template ${request.template} that you may use`,
      ),
    );
    const { owner, name } = request;
    const isOwner = caller.ownership.includes(owner);
    const { ref, title, template } = current;
    const outlook = await this.#limits.foresee(
      this.#store.places,
      {
        owner,
        template: { ref, title, spec: template.spec },
        cluster: request.cluster,
      },
      isOwner,
    );
    const checked = validateParameters(template, request.parameters);
    const judge = await this.#policies.consult(this.#store.places, {
      current,
      requester: caller.actor,
      owner,
      name,
      checked,
      addOns: request.addOns,
    });
    return previewEnvironment(current, request, {
      outlook,
      judgement: judge?.(outlook.cluster.name),
      isOwner,
      now: new Date(),
      // Of others' names nothing is said.
      isNameTaken:
        isOwner &&
        Boolean(await this.#store.environments.findLiveByName(owner, name)),
      checkPicks: ({ parameters, hidden }) =>
        checkPicks(current.template, parameters, hidden, {
          catalog: this.#catalog,
          clusters: this.#clusters,
          credentials: caller.credentials,
        }),
    });
  }

  create(
    caller: Caller,
    request: CreateEnvironmentRequest,
    idempotencyKey: string,
    origin?: CreationOrigin,
  ): Promise<AcceptedOperation> {
    return this.#requests.create(caller, request, idempotencyKey, origin);
  }

  tryDraft(
    caller: Caller,
    request: WorkbenchTryRequest,
    idempotencyKey: string,
  ): Promise<AcceptedOperation> {
    return this.#requests.tryDraft(caller, request, idempotencyKey);
  }

  async list(
    caller: Caller,
    filter: EnvironmentsFilter,
    visible?: PermissionCriteria<EnvironmentQuery>,
  ): Promise<Page<Environment>> {
    const { scope, cursor, limit = DEFAULT_PAGE, ...filters } = filter;
    const rows = await this.#store.environments.list({
      ...filters,
      owners: scope === 'mine' ? caller.ownership : undefined,
      visible,
      after: cursor === undefined ? undefined : decodeIdCursor(cursor),
      limit,
    });
    const page = rows.slice(0, limit);
    return {
      items: await this.#views.many(page),
      nextCursor:
        rows.length > limit ? encodeCursor(page[limit - 1].id) : undefined,
    };
  }

  async get(_caller: Caller, id: string): Promise<Environment> {
    return this.#views.one(await this.#get(id));
  }

  delete(caller: Caller, id: string): Promise<AcceptedOperation> {
    const asked = { action: 'environment.delete', id };
    return this.#once.answerIfKeyed(caller, asked, {
      work: tx => deleteIn(tx, caller, id),
    });
  }

  async listOperations(_caller: Caller, id: string): Promise<Activity> {
    await this.#get(id);
    const [operations, events] = await Promise.all([
      this.#store.operations.listOf(id),
      listEvents(this.#store, id),
    ]);
    return { items: operations.map(toOperation), events };
  }

  async getOperation(_caller: Caller, id: string): Promise<Operation> {
    const operation = await this.#store.operations.get(id);
    if (!operation) throw noOperation(id);
    return toOperation(operation);
  }

  async listObjects(_caller: Caller, id: string): Promise<EnvironmentObject[]> {
    const environment = await this.#get(id);
    const cluster = this.#clusters.get(environment.cluster);
    const find = async (manifest: KubernetesObject) => {
      const { apiVersion, kind, metadata } = manifest;
      const { name, namespace } = metadata;
      const found = await cluster.get({ apiVersion, kind, name, namespace });
      return {
        apiVersion,
        kind,
        name,
        wave: waveOf(manifest),
        origin: originOf(manifest),
        ...objectHealth(found),
        createdAt: found?.metadata.creationTimestamp,
      };
    };
    return answeredByCluster(Promise.all(environment.manifests.map(find)));
  }

  async createKubeconfig(
    caller: Caller,
    id: string,
    request: KubeconfigRequest,
  ): Promise<Kubeconfig> {
    return this.#kubeconfigs.issue(caller, await this.#get(id), request);
  }

  async listAccess(_caller: Caller, id: string): Promise<AccessAccount[]> {
    await this.#get(id);
    const rows = await this.#store.accessAccounts.listOf(id);
    return rows.map(toAccessAccount);
  }

  async revokeAccess(
    caller: Caller,
    id: string,
    person: string,
  ): Promise<AccessAccount[]> {
    await this.#store.transaction(async tx => {
      const environment = await lockPermitted(tx, caller, id);
      await revokeAccess(tx, caller, environment, {
        person,
        reason:
          person === caller.actor.ref
            ? 'They gave it back'
            : `${caller.actor.ref} took it from them`,
      });
    });
    await this.#revoker.run(id);
    return this.listAccess(caller, id);
  }

  /** Withdrawn ones, and those that are for others, look as if there were none. */
  async #admitted(caller: Caller, ref: string, absent: Error) {
    const current = await this.#templates.find(caller, ref);
    if (
      !current ||
      current.state === 'withdrawn' ||
      (await whyNotAdmitted(current, caller))
    ) {
      throw absent;
    }
    return current;
  }

  async #get(id: string): Promise<EnvironmentRow> {
    const environment = await this.#store.environments.get(id);
    if (!environment) throw notFound(id);
    return environment;
  }
}

async function deleteIn(tx: Transaction, caller: Caller, id: string) {
  const environment = await lockPermitted(tx, caller, id);
  const { name, phase, deletedAt, operationId } = environment;
  if (phase === 'Deleting') {
    const current = (await tx.operations.get(operationId))!;
    return { environment, operation: current };
  }
  if (phase === 'Deleted') {
    throw new ConflictError(
      `Environment ${name} is deleted already, since ${inUtc(deletedAt!)}`,
    );
  }
  const refusal = whyNotNow('delete', stateOf(environment));
  if (refusal) {
    throw new ConflictError(`Environment ${name} can't be deleted: ${refusal}`);
  }
  return requestDeletion(tx, caller, environment, {
    message: `${caller.actor.ref} asked for its deletion`,
  });
}
