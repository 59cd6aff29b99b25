import { ConflictError, InputError } from '@backstage/errors';
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
  WorkbenchTryRequest,
} from '@sandlot/plugin-environments-common';
import { KubernetesObject, waveOf } from '@sandlot/plugin-environments-node';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { v7 as uuidv7 } from 'uuid';
import { unresolved } from '../audit/unresolved';
import { Clusters } from '../clusters/Clusters';
import { objectHealth } from '../clusters/objectHealth';
import { EnvironmentQuery } from '../database/criteria';
import { decodeIdCursor, encodeCursor } from '../database/cursor';
import { EnvironmentRow } from '../database/rows';
import { Store } from '../database/Store';
import { withCondition } from '../domain/conditions';
import { planStages } from '../domain/stages';
import { Caller } from './Caller';
import { EnvironmentRequests } from './EnvironmentRequests';
import { EnvironmentsService, KubeconfigRequest } from './EnvironmentsService';
import { KubeconfigIssuer } from './KubeconfigIssuer';
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
import { toOperation } from './toApi';
import { answeredByCluster } from './answeredByCluster';

const DEFAULT_PAGE = 50;

/** Does what is asked. It trusts that the caller may. */
export class DefaultEnvironmentsService implements EnvironmentsService {
  readonly #store: Store;
  readonly #clusters: Clusters;
  readonly #catalog: CatalogService;
  readonly #templates: TemplateSource;
  readonly #requests: EnvironmentRequests;
  readonly #views: EnvironmentViews;
  readonly #kubeconfigs: KubeconfigIssuer;

  static create(options: {
    store: Store;
    clusters: Clusters;
    catalog: CatalogService;
    templates: TemplateSource;
    registrar: TemplateRegistrar;
  }): DefaultEnvironmentsService {
    return new DefaultEnvironmentsService(options);
  }

  private constructor(options: {
    store: Store;
    clusters: Clusters;
    catalog: CatalogService;
    templates: TemplateSource;
    registrar: TemplateRegistrar;
  }) {
    this.#store = options.store;
    this.#clusters = options.clusters;
    this.#catalog = options.catalog;
    this.#templates = options.templates;
    this.#views = new EnvironmentViews(options);
    this.#requests = new EnvironmentRequests({
      ...options,
      uses: new TemplateUse(options),
      views: this.#views,
    });
    this.#kubeconfigs = new KubeconfigIssuer(options);
  }

  async listClusters(): Promise<Cluster[]> {
    return this.#clusters.list().map(({ info }) => info);
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
    return previewEnvironment(current, request, {
      cluster: request.cluster
        ? this.#clusters.get(request.cluster)
        : this.#clusters.default,
      isOwner,
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
  ): Promise<AcceptedOperation> {
    return this.#requests.create(caller, request, idempotencyKey);
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

  async delete(caller: Caller, id: string): Promise<AcceptedOperation> {
    const accepted = await this.#store.transaction(async tx => {
      const environment = await tx.environments.lock(id);
      if (!environment) throw notFound(id);
      const current = (await tx.operations.get(environment.operationId))!;
      if (environment.phase === 'Deleting') {
        return { environment, operation: current };
      }
      if (environment.phase === 'Deleted') {
        throw new ConflictError(
          `Environment ${
            environment.name
          } is deleted already, since ${environment.deletedAt!.toISOString()}`,
        );
      }
      const operationId = uuidv7();
      // Whatever was under way ends here; its worker's next write is refused.
      await tx.operations.finish(current.id, 'Failed', current.stages, {
        reason: 'Superseded',
        message: `${caller.actor.ref} asked for the environment to be deleted`,
        advice: 'See the deletion for what became of it.',
      });
      const operation = await tx.operations.insert({
        id: operationId,
        environmentId: id,
        kind: 'delete',
        revision: environment.revision,
        correlationId: caller.correlationId,
        actor: caller.actor,
        stages: planStages('delete', environment.manifests),
      });
      await tx.drifts.remove(id, await tx.drifts.of(id));
      const deleting = await tx.environments.handOver(
        id,
        operationId,
        'Deleting',
        withCondition(
          environment.conditions,
          {
            type: 'Ready',
            status: 'False',
            reason: 'Deleting',
            message: `${caller.actor.ref} asked for its deletion`,
          },
          new Date(),
        ),
      );
      const event = {
        action: 'environment.delete',
        correlationId: caller.correlationId,
        actor: caller.actor,
        source: caller.source,
        environmentId: id,
        operationId,
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
      } as const;
      if (!current.finishedAt) {
        // Nobody will claim it, and its worker can no longer write.
        const open = await tx.openAttempts(current.id);
        await tx.record(...open.map(unresolved), {
          ...event,
          action: `environment.${current.kind}`,
          stage: 'failed',
          actor: current.actor,
          correlationId: current.correlationId,
          operationId: current.id,
          reason: `Superseded: ${caller.actor.ref} asked for its deletion`,
        });
      }
      await tx.record(
        { ...event, stage: 'requested' },
        {
          ...event,
          stage: 'authorized',
          authorization: caller.authorization,
        },
      );
      await tx.enqueue(operationId);
      tx.changed(id);
      return { environment: deleting, operation };
    });
    return {
      environment: await this.#views.one(accepted.environment),
      operation: toOperation(accepted.operation),
    };
  }

  async listOperations(_caller: Caller, id: string): Promise<Operation[]> {
    await this.#get(id);
    return (await this.#store.operations.listOf(id)).map(toOperation);
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
