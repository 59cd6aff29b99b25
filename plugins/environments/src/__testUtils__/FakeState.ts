import {
  ActivityEvent,
  AuditRecord,
  Blocker,
  Cluster,
  Drift,
  Environment,
  LimitUse,
  Operation,
  Preview,
  PreviewRequest,
  TemplateDetail,
} from '@sandlot/plugin-environments-common';
import { EnvironmentsApi } from '../api';
import {
  auditRecords,
  CLUSTER,
  DANA,
  OBJECTS,
  stagesOf,
  TEAM,
  TEMPLATES,
} from './fixtures';
import { refusal } from './refusal';

/** What an environment is told to be; the rest is filled in. */
export type EnvironmentChanges = Partial<
  Omit<Environment, 'allowed' | 'template'>
> & {
  allowed?: Partial<Environment['allowed']>;
  template?: Partial<Environment['template']>;
};

export const NOTHING_ALLOWED: Environment['allowed'] = {
  delete: false,
  access: false,
  upgrade: false,
  rollback: false,
  hold: false,
  decideDrift: false,
  extend: false,
  hibernate: false,
  resume: false,
  restore: false,
  transfer: false,
  members: false,
  clone: false,
  planHibernation: false,
  legalHold: false,
  cancel: false,
  withdraw: false,
};

/**
 * What the backend in memory knows. Nothing happens by itself: `advance` and
 * `fail` move operations on.
 */
export class FakeState {
  clusters: Cluster[] = [CLUSTER];
  templates: TemplateDetail[] = TEMPLATES;
  environments: Environment[] = [];
  operations: Operation[] = [];
  records: AuditRecord[] = auditRecords();
  /** Kinds of objects that somebody removed from every cluster. */
  removedKinds: string[] = [];
  pageSize = 50;
  /** What every request is shown of its limits. */
  limits: LimitUse[] = [];
  /** What policies say to a request. */
  judge: (request: PreviewRequest) => Partial<Preview> = () => ({});
  /** Whether the cluster is full. */
  waits = false;

  protected readonly events = new Map<string, ActivityEvent[]>();
  protected readonly drifts = new Map<string, Drift['items']>();
  /** What an environment was made of before its last upgrade. */
  protected readonly before = new Map<string, string>();
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

  /** Puts an environment there, being made unless it says otherwise. */
  add(changes: EnvironmentChanges = {}): Environment {
    const id = this.newId();
    const template = { ...this.toTemplate(), ...changes.template };
    const operation = this.operate(id, 'create', template.revision);
    const name = changes.name ?? `sandbox-${this.#lastId}`;
    const now = new Date().toISOString();
    const environment: Environment = {
      id,
      name,
      owner: TEAM,
      createdBy: DANA,
      cluster: this.clusters[0],
      namespace: `harbor-${name}`,
      phase: 'Provisioning',
      conditions: [],
      parameters: {},
      createdAt: now,
      updatedAt: now,
      operation,
      addOns: [],
      draft: false,
      drifted: 0,
      members: [],
      ...changes,
      template,
      allowed: { ...NOTHING_ALLOWED, delete: true, ...changes.allowed },
    };
    this.environments = [environment, ...this.environments];
    return environment;
  }

  /** The environment's operation takes one step. */
  advance(id: string): Environment {
    const { operation } = this.find(id);
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
    const environment = this.change(id, {
      operation: moved,
      ...(isDone ? this.#outcome(id, moved, now) : {}),
    });
    this.record(environment.operation);
    return environment;
  }

  /** The environment's operation fails where it stands. */
  fail(id: string): Environment {
    const { operation } = this.find(id);
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
        advice:
          operation.kind === 'create'
            ? 'Nothing is left behind but the namespace. Delete it.'
            : 'What had been applied until then stays. Roll back, or ask again.',
      },
    };
    this.record(failed);
    return this.change(id, {
      operation: failed,
      phase: 'Failed',
      allowed: {
        ...NOTHING_ALLOWED,
        delete: true,
        rollback: operation.kind === 'upgrade',
      },
    });
  }

  /** Something keeps the environment's deletion from ending. */
  block(id: string, blockers: Blocker[]) {
    const operation = { ...this.find(id).operation, blockers };
    this.record(operation);
    this.change(id, { operation });
  }

  #outcome(id: string, operation: Operation, now: string) {
    const { kind, revision } = operation;
    const { template, lease, namespace, cluster, createdAt } = this.find(id);
    if (kind === 'delete') {
      const receipt = {
        namespace,
        namespaceUid: id,
        cluster: cluster.name,
        createdAt,
        deletedAt: now,
        objects: OBJECTS.length,
        record: this.records[0].eventId,
      };
      return {
        phase: 'Deleted' as const,
        deletedAt: now,
        operation: { ...operation, receipt },
      };
    }
    const lifecycle = {
      extend: lease !== undefined,
      transfer: true,
      members: true,
      clone: true,
      planHibernation: true,
    };
    if (kind === 'hibernate') {
      return {
        phase: 'Hibernated' as const,
        allowed: {
          ...NOTHING_ALLOWED,
          ...lifecycle,
          transfer: false,
          delete: true,
          hold: true,
          resume: true,
        },
      };
    }
    const latest = this.toTemplate(template.ref).revision;
    return {
      phase: 'Ready' as const,
      readyAt: now,
      hibernation: undefined,
      template: { ...template, revision, behind: revision === latest ? 0 : 1 },
      allowed: {
        ...NOTHING_ALLOWED,
        ...lifecycle,
        delete: true,
        access: true,
        hold: true,
        decideDrift: true,
        hibernate: true,
        upgrade: revision !== latest,
        rollback: this.before.has(id),
      },
      conditions: [
        {
          type: 'Ready',
          status: 'True' as const,
          reason: 'Proven',
          message: 'Quota, bindings and access are as they should be',
          lastTransitionTime: now,
        },
      ],
    };
  }

  protected operate(
    environmentId: string,
    kind: Operation['kind'],
    revision: string,
    made: Pick<Operation, 'from' | 'addOns'> = {},
  ): Operation {
    const operation: Operation = {
      ...made,
      id: this.newId(),
      environmentId,
      kind,
      state: 'Queued',
      revision,
      requestedBy: DANA,
      requestedAt: new Date().toISOString(),
      stages: stagesOf(kind),
    };
    this.operations = [operation, ...this.operations];
    return operation;
  }

  protected record(operation: Operation) {
    this.operations = this.operations.map(other =>
      other.id === operation.id ? operation : other,
    );
  }

  protected find(id: string): Environment {
    return this.environments.find(environment => environment.id === id)!;
  }

  protected change(id: string, changes: Partial<Environment>): Environment {
    const now = new Date().toISOString();
    this.environments = this.environments.map(environment =>
      environment.id === id
        ? { ...environment, ...changes, updatedAt: now }
        : environment,
    );
    return this.find(id);
  }

  /** What an environment says of its template. */
  protected toTemplate(ref?: string): Environment['template'] {
    const template =
      this.templates.find(candidate => candidate.ref === ref) ??
      this.templates[0];
    const { title, revision, state } = template;
    return { ref: template.ref, title, revision, state, behind: 0 };
  }

  protected page<T>(items: T[], cursor: string | undefined) {
    const start = Number(cursor ?? 0);
    const end = start + this.pageSize;
    return {
      items: items.slice(start, end),
      nextCursor: end < items.length ? String(end) : undefined,
    };
  }

  protected newId(): string {
    this.#lastId += 1;
    return `0192f1c0-0000-7000-8000-${String(this.#lastId).padStart(12, '0')}`;
  }

  protected async check(method: keyof EnvironmentsApi) {
    const failure = this.#failures.get(method);
    if (failure) {
      throw await failure();
    }
  }

  protected async missing(what: string): Promise<never> {
    throw await refusal(404, 'NotFoundError', `There is no such ${what}.`);
  }
}
