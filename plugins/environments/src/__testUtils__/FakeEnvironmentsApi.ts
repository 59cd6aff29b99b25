import {
  AuditFilter,
  AuditRecord,
  Cluster,
  CreateEnvironmentRequest,
  Environment,
  EnvironmentObject,
  EnvironmentsFilter,
  Operation,
  Preview,
  PreviewRequest,
  Problem,
  TemplateDetail,
} from '@sandlot/plugin-environments-common';
import { EnvironmentsApi } from '../api';
import {
  auditRecords,
  CLUSTER,
  DANA,
  OBJECTS,
  stagesOf,
  SUMMARY,
  TEAM,
  TEMPLATES,
} from './fixtures';
import { refusal } from './refusal';

/**
 * The backend as the contract describes it, in memory. Nothing happens by
 * itself: `advance` and `fail` move operations on.
 */
export class FakeEnvironmentsApi implements EnvironmentsApi {
  clusters: Cluster[] = [CLUSTER];
  templates: TemplateDetail[] = TEMPLATES;
  environments: Environment[] = [];
  operations: Operation[] = [];
  records: AuditRecord[] = auditRecords();
  /** Kinds of objects that somebody removed from every cluster. */
  removedKinds: string[] = [];
  /** Every request to create: its key and what it asked for. */
  readonly createRequests: { key: string; body: CreateEnvironmentRequest }[] =
    [];
  pageSize = 50;

  readonly #failures = new Map<keyof EnvironmentsApi, () => Promise<Error>>();
  #lastId = 0;

  /** The method throws until `mend`. */
  break(
    method: keyof EnvironmentsApi,
    status = 503,
    name = 'ServiceUnavailableError',
    message = 'The database does not answer.',
  ) {
    this.#failures.set(method, () => refusal(status, name, message));
  }

  /** The method throws what `fetch` throws without a network, until `mend`. */
  cutOff(method: keyof EnvironmentsApi) {
    this.#failures.set(method, async () => new TypeError('Failed to fetch'));
  }

  mend(method: keyof EnvironmentsApi) {
    this.#failures.delete(method);
  }

  async listClusters() {
    await this.#check('listClusters');
    return { items: this.clusters };
  }

  async listTemplates() {
    await this.#check('listTemplates');
    return {
      items: this.templates.map(({ parameters: _, ...template }) => template),
    };
  }

  async getTemplate(key: { namespace: string; name: string }) {
    await this.#check('getTemplate');
    const template = this.templates.find(
      ({ namespace, name }) => namespace === key.namespace && name === key.name,
    );
    return template ?? this.#missing('template');
  }

  async createPreview(request: PreviewRequest): Promise<Preview> {
    await this.#check('createPreview');
    const template = this.#template(request.template);
    const problems: Problem[] = [];
    if (this.environments.some(({ name }) => name === request.name)) {
      problems.push({ path: '/name', message: 'This name is taken' });
    }
    for (const name of (template.parameters.required as string[]) ?? []) {
      if (request.parameters[name] === undefined) {
        problems.push({
          path: `/parameters/${name}`,
          message: 'This is needed',
        });
      }
    }
    if (Number(request.parameters.storage) > 40) {
      problems.push({
        path: '/parameters/storage',
        message: 'The platform team allows 40 GiB',
        expected: 'at most 40',
      });
    }
    return {
      template: template.ref,
      revision: template.revision,
      cluster:
        this.clusters.find(({ name }) => name === request.cluster) ??
        this.clusters[0],
      summary: SUMMARY,
      objects:
        problems.length > 0
          ? []
          : OBJECTS.map(object => ({
              ...object,
              name: request.name,
              manifest: {
                apiVersion: object.apiVersion,
                kind: object.kind,
                metadata: { name: request.name },
              },
            })),
      problems,
    };
  }

  async createEnvironment(body: CreateEnvironmentRequest, key: string) {
    this.createRequests.push({ key, body });
    await this.#check('createEnvironment');
    const template = this.#template(body.template);
    if (template.revision !== body.revision) {
      throw await refusal(
        409,
        'ConflictError',
        'The template has another revision by now.',
      );
    }
    const environment = this.add({
      name: body.name,
      owner: body.owner,
      parameters: body.parameters,
      template: {
        ref: template.ref,
        title: template.title,
        revision: template.revision,
      },
    });
    return { environment, operation: environment.operation };
  }

  async listEnvironments(filter: EnvironmentsFilter = {}) {
    await this.#check('listEnvironments');
    const items = this.environments.filter(
      environment =>
        (filter.phase
          ? filter.phase.includes(environment.phase)
          : environment.phase !== 'Deleted') &&
        (!filter.owner || environment.owner === filter.owner) &&
        (!filter.template || environment.template.ref === filter.template) &&
        (filter.scope !== 'mine' || [DANA, TEAM].includes(environment.owner)),
    );
    return this.#page(items, filter.cursor);
  }

  async getEnvironment(id: string) {
    await this.#check('getEnvironment');
    return (
      this.environments.find(e => e.id === id) ?? this.#missing('environment')
    );
  }

  async deleteEnvironment(id: string) {
    await this.#check('deleteEnvironment');
    const operation = this.#operate(id, 'delete');
    const environment = this.#change(id, {
      phase: 'Deleting',
      operation,
      allowed: { delete: false, access: false },
    });
    return { environment, operation };
  }

  async listOperations(id: string) {
    await this.#check('listOperations');
    return { items: this.operations.filter(o => o.environmentId === id) };
  }

  async listObjects(id: string): Promise<{ items: EnvironmentObject[] }> {
    await this.#check('listObjects');
    const { phase, namespace, createdAt } = await this.getEnvironment(id);
    return {
      items:
        phase === 'Deleted'
          ? []
          : OBJECTS.map(object => ({
              ...object,
              name: namespace,
              ...(this.removedKinds.includes(object.kind)
                ? { health: 'Missing' }
                : {
                    health: phase === 'Ready' ? 'Healthy' : 'Progressing',
                    createdAt,
                  }),
            })),
    };
  }

  async createKubeconfig(
    id: string,
    body: { role?: 'owner' | 'viewer'; expirationSeconds?: number } = {},
  ) {
    await this.#check('createKubeconfig');
    const { namespace } = await this.getEnvironment(id);
    return {
      kubeconfig: `apiVersion: v1\nkind: Config\n# ${body.role} of ${namespace}\n`,
      namespace,
      role: body.role ?? 'owner',
      expiresAt: new Date(
        Date.now() + (body.expirationSeconds ?? 3600) * 1000,
      ).toISOString(),
    };
  }

  async getOperation(id: string) {
    await this.#check('getOperation');
    return this.operations.find(o => o.id === id) ?? this.#missing('operation');
  }

  async listAuditRecords(filter: AuditFilter = {}) {
    await this.#check('listAuditRecords');
    const items = [...this.records]
      .reverse()
      .filter(
        record =>
          (!filter.actor || record.actor.ref === filter.actor) &&
          (!filter.action || record.action === filter.action) &&
          (!filter.outcome || record.outcome === filter.outcome) &&
          (!filter.cluster || record.target.cluster === filter.cluster) &&
          (!filter.namespace || record.target.namespace === filter.namespace) &&
          (!filter.template || record.template?.ref === filter.template) &&
          (!filter.correlation ||
            record.correlationId === filter.correlation) &&
          (!filter.environment ||
            record.environmentId === filter.environment) &&
          (!filter.from || record.time >= filter.from) &&
          (!filter.to || record.time < filter.to),
      );
    return this.#page(items, filter.cursor);
  }

  async getAuditRecord(eventId: string) {
    await this.#check('getAuditRecord');
    const record = this.records.find(r => r.eventId === eventId);
    return record
      ? {
          record,
          canonical: JSON.stringify(record),
          digest: `sha256:${'ab'.repeat(32)}`,
        }
      : this.#missing('record');
  }

  /** Puts an environment there, being made unless it says otherwise. */
  add(changes: Partial<Environment> = {}): Environment {
    const id = this.#newId();
    const operation = this.#operate(id, 'create');
    const name = changes.name ?? `sandbox-${this.#lastId}`;
    const now = new Date().toISOString();
    const [template] = this.templates;
    const environment: Environment = {
      id,
      name,
      owner: TEAM,
      createdBy: DANA,
      template: {
        ref: template.ref,
        title: template.title,
        revision: template.revision,
      },
      cluster: this.clusters[0],
      namespace: `harbor-${name}`,
      phase: 'Provisioning',
      conditions: [],
      parameters: {},
      createdAt: now,
      updatedAt: now,
      operation,
      allowed: { delete: true, access: false },
      ...changes,
    };
    this.environments = [environment, ...this.environments];
    return environment;
  }

  /** The environment's operation takes one step. */
  advance(id: string): Environment {
    const { operation } = this.environments.find(e => e.id === id)!;
    const now = new Date().toISOString();
    const stages = operation.stages.map(stage => ({ ...stage }));
    const running = stages.find(({ state }) => state === 'Running');
    if (running) {
      Object.assign(running, { state: 'Succeeded', finishedAt: now });
    }
    const next = stages.find(({ state }) => state === 'Pending');
    if (next) {
      Object.assign(next, { state: 'Running', startedAt: now });
    }
    const isDone = !next;
    const moved: Operation = {
      ...operation,
      stages,
      state: isDone ? 'Succeeded' : 'Running',
      startedAt: operation.startedAt ?? now,
      finishedAt: isDone ? now : undefined,
    };
    this.#record(moved);
    return this.#change(id, {
      operation: moved,
      ...(isDone && operation.kind === 'create'
        ? {
            phase: 'Ready',
            readyAt: now,
            allowed: { delete: true, access: true },
            conditions: [
              {
                type: 'Ready',
                status: 'True',
                reason: 'Proven',
                message: 'Quota, bindings and access are as they should be',
                lastTransitionTime: now,
              },
            ],
          }
        : {}),
      ...(isDone && operation.kind === 'delete'
        ? { phase: 'Deleted', deletedAt: now }
        : {}),
    });
  }

  /** The environment's operation fails where it stands. */
  fail(id: string): Environment {
    const { operation } = this.environments.find(e => e.id === id)!;
    const now = new Date().toISOString();
    const stages = operation.stages.map(stage =>
      stage.state === 'Running'
        ? { ...stage, state: 'Failed' as const, finishedAt: now }
        : stage,
    );
    const failed: Operation = {
      ...operation,
      stages,
      state: 'Failed',
      finishedAt: now,
      failure: {
        reason: 'AdmissionRefused',
        message: 'admission webhook "policy" denied the request: too many pods',
        advice: 'Nothing is left behind but the namespace. Delete it.',
      },
    };
    this.#record(failed);
    return this.#change(id, { operation: failed, phase: 'Failed' });
  }

  #operate(environmentId: string, kind: Operation['kind']): Operation {
    const operation: Operation = {
      id: this.#newId(),
      environmentId,
      kind,
      state: 'Queued',
      requestedBy: DANA,
      requestedAt: new Date().toISOString(),
      stages: stagesOf(kind),
    };
    this.operations = [operation, ...this.operations];
    return operation;
  }

  #record(operation: Operation) {
    this.operations = this.operations.map(other =>
      other.id === operation.id ? operation : other,
    );
  }

  #change(id: string, changes: Partial<Environment>): Environment {
    const now = new Date().toISOString();
    this.environments = this.environments.map(environment =>
      environment.id === id
        ? { ...environment, ...changes, updatedAt: now }
        : environment,
    );
    return this.environments.find(environment => environment.id === id)!;
  }

  #page<T>(items: T[], cursor: string | undefined) {
    const start = Number(cursor ?? 0);
    const end = start + this.pageSize;
    return {
      items: items.slice(start, end),
      nextCursor: end < items.length ? String(end) : undefined,
    };
  }

  #template(ref: string): TemplateDetail {
    return this.templates.find(template => template.ref === ref)!;
  }

  #newId(): string {
    this.#lastId += 1;
    return `0192f1c0-0000-7000-8000-${String(this.#lastId).padStart(12, '0')}`;
  }

  async #check(method: keyof EnvironmentsApi) {
    const failure = this.#failures.get(method);
    if (failure) {
      throw await failure();
    }
  }

  async #missing(what: string): Promise<never> {
    throw await refusal(404, 'NotFoundError', `There is no such ${what}.`);
  }
}
