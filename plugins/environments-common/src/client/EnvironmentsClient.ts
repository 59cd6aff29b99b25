import {
  AcceptedOperation,
  Activity,
  Cluster,
  CreateEnvironmentRequest,
  Drift,
  DriftDecision,
  Environment,
  EnvironmentObject,
  EnvironmentsFilter,
  HealthReport,
  HoldRequest,
  Operation,
  Page,
  Preview,
  PreviewRequest,
  RevisionComparison,
  RollbackRequest,
  Rollout,
  RolloutDetail,
  RolloutRequest,
  Template,
  TemplateDetail,
  TemplateReport,
  TemplateRevision,
  TemplateRevisionDetail,
  UpgradePreview,
  UpgradePreviewRequest,
  UpgradeRequest,
  WorkbenchCheck,
  WorkbenchDryRun,
  WorkbenchRequest,
  WorkbenchTryRequest,
} from '../types';
import { LifecycleClient } from './LifecycleClient';
import { ApiConnection, toInit } from './ApiConnection';
import type { EnvironmentsClientOptions, RequestOptions } from './options';

/**
 * The typed client of the environments API. Every refusal is thrown as a
 * `ResponseError` with the server's own message.
 *
 * @public
 */
export class EnvironmentsClient extends LifecycleClient {
  readonly #api: ApiConnection;

  constructor(options: EnvironmentsClientOptions) {
    const api = new ApiConnection(options);
    super(api);
    this.#api = api;
  }

  async listClusters(options?: RequestOptions): Promise<Page<Cluster>> {
    return this.#api.ask(client => client.GET('/clusters', toInit(options)));
  }

  async listTemplates(options?: RequestOptions): Promise<Page<Template>> {
    return this.#api.ask(client => client.GET('/templates', toInit(options)));
  }

  async getTemplate(
    key: { namespace: string; name: string },
    options?: RequestOptions,
  ): Promise<TemplateDetail> {
    return this.#api.ask(client =>
      client.GET('/templates/{namespace}/{name}', {
        params: { path: key },
        ...toInit(options),
      }),
    );
  }

  async createPreview(
    body: PreviewRequest,
    options?: RequestOptions,
  ): Promise<Preview> {
    return this.#api.ask(client =>
      client.POST('/previews', { body, ...toInit(options) }),
    );
  }

  /**
   * @param idempotencyKey - the same for every try of the same request
   */
  async createEnvironment(
    body: CreateEnvironmentRequest,
    idempotencyKey: string,
    options?: RequestOptions,
  ): Promise<AcceptedOperation> {
    return this.#api.ask(client =>
      client.POST('/environments', {
        body,
        params: { header: { 'Idempotency-Key': idempotencyKey } },
        ...toInit(options),
      }),
    );
  }

  async listEnvironments(
    query: EnvironmentsFilter = {},
    options?: RequestOptions,
  ): Promise<Page<Environment>> {
    return this.#api.ask(client =>
      client.GET('/environments', {
        params: { query },
        ...toInit(options),
      }),
    );
  }

  async getEnvironment(
    id: string,
    options?: RequestOptions,
  ): Promise<Environment> {
    return this.#api.ask(client =>
      client.GET('/environments/{id}', {
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async deleteEnvironment(
    id: string,
    options?: RequestOptions,
  ): Promise<AcceptedOperation> {
    return this.#api.ask(client =>
      client.DELETE('/environments/{id}', {
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async listOperations(
    id: string,
    options?: RequestOptions,
  ): Promise<Activity> {
    return this.#api.ask(client =>
      client.GET('/environments/{id}/operations', {
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async listObjects(
    id: string,
    options?: RequestOptions,
  ): Promise<Page<EnvironmentObject>> {
    return this.#api.ask(client =>
      client.GET('/environments/{id}/objects', {
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async getOperation(id: string, options?: RequestOptions): Promise<Operation> {
    return this.#api.ask(client =>
      client.GET('/operations/{id}', {
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  /** What the backend that answers knows of database, clusters, queue and tasks. */
  async getHealth(options?: RequestOptions): Promise<HealthReport> {
    return this.#api.ask(client =>
      client.GET('/health', { ...toInit(options) }),
    );
  }

  async listTemplateReports(
    options?: RequestOptions,
  ): Promise<Page<TemplateReport>> {
    return this.#api.ask(client =>
      client.GET('/template-reports', { ...toInit(options) }),
    );
  }

  async listTemplateRevisions(
    key: { namespace: string; name: string },
    options?: RequestOptions,
  ): Promise<Page<TemplateRevision>> {
    return this.#api.ask(client =>
      client.GET('/templates/{namespace}/{name}/revisions', {
        params: { path: key },
        ...toInit(options),
      }),
    );
  }

  async getTemplateRevision(
    digest: string,
    options?: RequestOptions,
  ): Promise<TemplateRevisionDetail> {
    return this.#api.ask(client =>
      client.GET('/revisions/{digest}', {
        params: { path: { digest } },
        ...toInit(options),
      }),
    );
  }

  async compareTemplateRevisions(
    digest: string,
    from: string,
    options?: RequestOptions,
  ): Promise<RevisionComparison> {
    return this.#api.ask(client =>
      client.GET('/revisions/{digest}/comparison', {
        params: { path: { digest }, query: { from } },
        ...toInit(options),
      }),
    );
  }

  async haltTemplateRevision(
    digest: string,
    body: { reason: string },
    options?: RequestOptions,
  ): Promise<TemplateRevision> {
    return this.#api.ask(client =>
      client.POST('/revisions/{digest}/halt', {
        body,
        params: { path: { digest } },
        ...toInit(options),
      }),
    );
  }

  async resumeTemplateRevision(
    digest: string,
    body: { reason: string },
    options?: RequestOptions,
  ): Promise<TemplateRevision> {
    return this.#api.ask(client =>
      client.POST('/revisions/{digest}/resume', {
        body,
        params: { path: { digest } },
        ...toInit(options),
      }),
    );
  }

  async checkWorkbench(
    body: WorkbenchRequest,
    options?: RequestOptions,
  ): Promise<WorkbenchCheck> {
    return this.#api.ask(client =>
      client.POST('/workbench/checks', { body, ...toInit(options) }),
    );
  }

  async dryRunWorkbench(
    body: WorkbenchRequest,
    options?: RequestOptions,
  ): Promise<WorkbenchDryRun> {
    return this.#api.ask(client =>
      client.POST('/workbench/dry-runs', { body, ...toInit(options) }),
    );
  }

  async createWorkbenchTry(
    body: WorkbenchTryRequest,
    idempotencyKey: string,
    options?: RequestOptions,
  ): Promise<AcceptedOperation> {
    return this.#api.ask(client =>
      client.POST('/workbench/tries', {
        body,
        params: { header: { 'Idempotency-Key': idempotencyKey } },
        ...toInit(options),
      }),
    );
  }

  async createUpgradePreview(
    id: string,
    body: UpgradePreviewRequest,
    options?: RequestOptions,
  ): Promise<UpgradePreview> {
    return this.#api.ask(client =>
      client.POST('/environments/{id}/upgrade-previews', {
        body,
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async createUpgrade(
    id: string,
    body: UpgradeRequest,
    options?: RequestOptions,
  ): Promise<AcceptedOperation> {
    return this.#api.ask(client =>
      client.POST('/environments/{id}/upgrades', {
        body,
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async createRollbackPreview(
    id: string,
    options?: RequestOptions,
  ): Promise<UpgradePreview> {
    return this.#api.ask(client =>
      client.POST('/environments/{id}/rollback-previews', {
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async createRollback(
    id: string,
    body: RollbackRequest,
    options?: RequestOptions,
  ): Promise<AcceptedOperation> {
    return this.#api.ask(client =>
      client.POST('/environments/{id}/rollbacks', {
        body,
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async holdEnvironment(
    id: string,
    body: HoldRequest,
    options?: RequestOptions,
  ): Promise<Environment> {
    return this.#api.ask(client =>
      client.PUT('/environments/{id}/hold', {
        body,
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async releaseEnvironment(
    id: string,
    options?: RequestOptions,
  ): Promise<Environment> {
    return this.#api.ask(client =>
      client.DELETE('/environments/{id}/hold', {
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async getDrift(id: string, options?: RequestOptions): Promise<Drift> {
    return this.#api.ask(client =>
      client.GET('/environments/{id}/drift', {
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async decideDrift(
    id: string,
    body: DriftDecision,
    options?: RequestOptions,
  ): Promise<Environment> {
    return this.#api.ask(client =>
      client.POST('/environments/{id}/drift/decisions', {
        body,
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async listRollouts(
    query: { template?: string } = {},
    options?: RequestOptions,
  ): Promise<Page<Rollout>> {
    return this.#api.ask(client =>
      client.GET('/rollouts', { params: { query }, ...toInit(options) }),
    );
  }

  async createRollout(
    body: RolloutRequest,
    idempotencyKey: string,
    options?: RequestOptions,
  ): Promise<RolloutDetail> {
    return this.#api.ask(client =>
      client.POST('/rollouts', {
        body,
        params: { header: { 'Idempotency-Key': idempotencyKey } },
        ...toInit(options),
      }),
    );
  }

  async getRollout(
    rolloutId: string,
    options?: RequestOptions,
  ): Promise<RolloutDetail> {
    return this.#api.ask(client =>
      client.GET('/rollouts/{rolloutId}', {
        params: { path: { rolloutId } },
        ...toInit(options),
      }),
    );
  }

  async pauseRollout(
    rolloutId: string,
    body: { reason: string },
    options?: RequestOptions,
  ): Promise<RolloutDetail> {
    return this.#api.ask(client =>
      client.POST('/rollouts/{rolloutId}/pause', {
        body,
        params: { path: { rolloutId } },
        ...toInit(options),
      }),
    );
  }

  async resumeRollout(
    rolloutId: string,
    body: { reason: string },
    options?: RequestOptions,
  ): Promise<RolloutDetail> {
    return this.#api.ask(client =>
      client.POST('/rollouts/{rolloutId}/resume', {
        body,
        params: { path: { rolloutId } },
        ...toInit(options),
      }),
    );
  }

  async cancelRollout(
    rolloutId: string,
    body: { reason: string },
    options?: RequestOptions,
  ): Promise<RolloutDetail> {
    return this.#api.ask(client =>
      client.POST('/rollouts/{rolloutId}/cancel', {
        body,
        params: { path: { rolloutId } },
        ...toInit(options),
      }),
    );
  }
}
