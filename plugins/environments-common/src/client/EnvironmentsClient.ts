import { ResponseError } from '@backstage/errors';
import createClient from 'openapi-fetch';
import type { Client } from 'openapi-fetch';
import {
  AcceptedOperation,
  AuditFilter,
  AuditRecord,
  AuditRecordDetail,
  Cluster,
  CreateEnvironmentRequest,
  Drift,
  DriftDecision,
  Environment,
  EnvironmentObject,
  EnvironmentsFilter,
  HoldRequest,
  Kubeconfig,
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
import type { paths } from './schema.generated';

/** @public */
export interface EnvironmentsClientOptions {
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  fetchApi: { fetch: typeof fetch };
}

/** @public */
export interface RequestOptions {
  /** A service's own credentials; a browser's fetch API brings the person's. */
  token?: string;
  signal?: AbortSignal;
}

/**
 * The typed client of the environments API. Every refusal is thrown as a
 * `ResponseError` with the server's own message.
 *
 * @public
 */
export class EnvironmentsClient {
  readonly #options: EnvironmentsClientOptions;

  constructor(options: EnvironmentsClientOptions) {
    this.#options = options;
  }

  async listClusters(options?: RequestOptions): Promise<Page<Cluster>> {
    const client = await this.#client();
    return unwrap(await client.GET('/clusters', toInit(options)));
  }

  async listTemplates(options?: RequestOptions): Promise<Page<Template>> {
    const client = await this.#client();
    return unwrap(await client.GET('/templates', toInit(options)));
  }

  async getTemplate(
    key: { namespace: string; name: string },
    options?: RequestOptions,
  ): Promise<TemplateDetail> {
    const client = await this.#client();
    return unwrap(
      await client.GET('/templates/{namespace}/{name}', {
        params: { path: key },
        ...toInit(options),
      }),
    );
  }

  async createPreview(
    body: PreviewRequest,
    options?: RequestOptions,
  ): Promise<Preview> {
    const client = await this.#client();
    return unwrap(await client.POST('/previews', { body, ...toInit(options) }));
  }

  /**
   * @param idempotencyKey - the same for every try of the same request
   */
  async createEnvironment(
    body: CreateEnvironmentRequest,
    idempotencyKey: string,
    options?: RequestOptions,
  ): Promise<AcceptedOperation> {
    const client = await this.#client();
    return unwrap(
      await client.POST('/environments', {
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
    const client = await this.#client();
    return unwrap(
      await client.GET('/environments', {
        params: { query },
        ...toInit(options),
      }),
    );
  }

  async getEnvironment(
    id: string,
    options?: RequestOptions,
  ): Promise<Environment> {
    const client = await this.#client();
    return unwrap(
      await client.GET('/environments/{id}', {
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async deleteEnvironment(
    id: string,
    options?: RequestOptions,
  ): Promise<AcceptedOperation> {
    const client = await this.#client();
    return unwrap(
      await client.DELETE('/environments/{id}', {
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async listOperations(
    id: string,
    options?: RequestOptions,
  ): Promise<Page<Operation>> {
    const client = await this.#client();
    return unwrap(
      await client.GET('/environments/{id}/operations', {
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async listObjects(
    id: string,
    options?: RequestOptions,
  ): Promise<Page<EnvironmentObject>> {
    const client = await this.#client();
    return unwrap(
      await client.GET('/environments/{id}/objects', {
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async createKubeconfig(
    id: string,
    body: { role?: 'owner' | 'viewer'; expirationSeconds?: number } = {},
    options?: RequestOptions,
  ): Promise<Kubeconfig> {
    const client = await this.#client();
    return unwrap(
      await client.POST('/environments/{id}/kubeconfig', {
        // The server fills in what is left out; the generated type does not know.
        body: body as Required<typeof body>,
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async getOperation(id: string, options?: RequestOptions): Promise<Operation> {
    const client = await this.#client();
    return unwrap(
      await client.GET('/operations/{id}', {
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async listTemplateReports(
    options?: RequestOptions,
  ): Promise<Page<TemplateReport>> {
    const client = await this.#client();
    return unwrap(
      await client.GET('/template-reports', { ...toInit(options) }),
    );
  }

  async listTemplateRevisions(
    key: { namespace: string; name: string },
    options?: RequestOptions,
  ): Promise<Page<TemplateRevision>> {
    const client = await this.#client();
    return unwrap(
      await client.GET('/templates/{namespace}/{name}/revisions', {
        params: { path: key },
        ...toInit(options),
      }),
    );
  }

  async getTemplateRevision(
    digest: string,
    options?: RequestOptions,
  ): Promise<TemplateRevisionDetail> {
    const client = await this.#client();
    return unwrap(
      await client.GET('/revisions/{digest}', {
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
    const client = await this.#client();
    return unwrap(
      await client.GET('/revisions/{digest}/comparison', {
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
    const client = await this.#client();
    return unwrap(
      await client.POST('/revisions/{digest}/halt', {
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
    const client = await this.#client();
    return unwrap(
      await client.POST('/revisions/{digest}/resume', {
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
    const client = await this.#client();
    return unwrap(
      await client.POST('/workbench/checks', { body, ...toInit(options) }),
    );
  }

  async dryRunWorkbench(
    body: WorkbenchRequest,
    options?: RequestOptions,
  ): Promise<WorkbenchDryRun> {
    const client = await this.#client();
    return unwrap(
      await client.POST('/workbench/dry-runs', { body, ...toInit(options) }),
    );
  }

  async createWorkbenchTry(
    body: WorkbenchTryRequest,
    idempotencyKey: string,
    options?: RequestOptions,
  ): Promise<AcceptedOperation> {
    const client = await this.#client();
    return unwrap(
      await client.POST('/workbench/tries', {
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
    const client = await this.#client();
    return unwrap(
      await client.POST('/environments/{id}/upgrade-previews', {
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
    const client = await this.#client();
    return unwrap(
      await client.POST('/environments/{id}/upgrades', {
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
    const client = await this.#client();
    return unwrap(
      await client.POST('/environments/{id}/rollback-previews', {
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
    const client = await this.#client();
    return unwrap(
      await client.POST('/environments/{id}/rollbacks', {
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
    const client = await this.#client();
    return unwrap(
      await client.PUT('/environments/{id}/hold', {
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
    const client = await this.#client();
    return unwrap(
      await client.DELETE('/environments/{id}/hold', {
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async getDrift(id: string, options?: RequestOptions): Promise<Drift> {
    const client = await this.#client();
    return unwrap(
      await client.GET('/environments/{id}/drift', {
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
    const client = await this.#client();
    return unwrap(
      await client.POST('/environments/{id}/drift/decisions', {
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
    const client = await this.#client();
    return unwrap(
      await client.GET('/rollouts', { params: { query }, ...toInit(options) }),
    );
  }

  async createRollout(
    body: RolloutRequest,
    idempotencyKey: string,
    options?: RequestOptions,
  ): Promise<RolloutDetail> {
    const client = await this.#client();
    return unwrap(
      await client.POST('/rollouts', {
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
    const client = await this.#client();
    return unwrap(
      await client.GET('/rollouts/{rolloutId}', {
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
    const client = await this.#client();
    return unwrap(
      await client.POST('/rollouts/{rolloutId}/pause', {
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
    const client = await this.#client();
    return unwrap(
      await client.POST('/rollouts/{rolloutId}/resume', {
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
    const client = await this.#client();
    return unwrap(
      await client.POST('/rollouts/{rolloutId}/cancel', {
        body,
        params: { path: { rolloutId } },
        ...toInit(options),
      }),
    );
  }

  async listAuditRecords(
    query: AuditFilter = {},
    options?: RequestOptions,
  ): Promise<Page<AuditRecord>> {
    const client = await this.#client();
    return unwrap(
      await client.GET('/audit/records', {
        params: { query },
        ...toInit(options),
      }),
    );
  }

  async getAuditRecord(
    eventId: string,
    options?: RequestOptions,
  ): Promise<AuditRecordDetail> {
    const client = await this.#client();
    return unwrap(
      await client.GET('/audit/records/{eventId}', {
        params: { path: { eventId } },
        ...toInit(options),
      }),
    );
  }

  async #client(): Promise<Client<paths>> {
    const baseUrl = await this.#options.discoveryApi.getBaseUrl('environments');
    const client = createClient<paths>({
      baseUrl,
      fetch: request => send(this.#options.fetchApi, request),
    });
    client.use({
      async onResponse({ response }) {
        if (!response.ok) {
          throw await ResponseError.fromResponse(response);
        }
      },
    });
    return client;
  }
}

/**
 * As an address and what to send. Backstage's fetch API builds a Request of its
 * own from what it gets and passes on what it got: the body of a Request would
 * be used up by then.
 */
async function send(
  fetchApi: EnvironmentsClientOptions['fetchApi'],
  request: Request,
): Promise<Response> {
  const { url, method, headers, signal } = request;
  const body = request.body ? await request.text() : undefined;
  return fetchApi.fetch(url, { method, headers, body, signal });
}

function toInit(options?: RequestOptions) {
  return {
    signal: options?.signal,
    headers: options?.token
      ? { Authorization: `Bearer ${options.token}` }
      : undefined,
  };
}

/** Refusals have been thrown by then, so there is data. */
function unwrap<T>(result: { data?: T }): T {
  return result.data!;
}
