import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { EnvironmentsClient, Stage } from '@sandlot/plugin-environments-common';
import { Pool } from 'pg';
import { spawnWorker } from '../plugins/environments-backend/src/testing/spawnWorker';

/** One environment through the portal; all times in milliseconds. */
export interface PortalSample {
  /** From the request until another connection to the database sees Ready. */
  total: number;
  /** Where it went, in order; sums to about the total. */
  parts: [string, number][];
}

const LOOK_EVERY_MILLISECONDS = 2;
/** Where many are waited for, looking is not to be the load. */
export const LOOK_SELDOM_MILLISECONDS = 25;
const CONNECTIONS = 4;
const STATISTICS_MILLISECONDS = 2_000;

/** Asks the running portal for environments, as a developer's page does. */
export class PortalSide {
  readonly samples: PortalSample[] = [];
  readonly #client: EnvironmentsClient;
  readonly #database: Pool;
  readonly #databaseUrl: string;
  readonly #template: { namespace: string; name: string };
  readonly #owner: string;
  readonly #waitedFor = new Map<string, (one: FinishedOperation) => void>();

  static async create(options: {
    client: EnvironmentsClient;
    databaseUrl: string;
    template: { namespace: string; name: string };
    owner: string;
  }): Promise<PortalSide> {
    const database = new Pool({
      connectionString: options.databaseUrl,
      max: CONNECTIONS,
    });
    return new PortalSide(options, database);
  }

  private constructor(
    {
      client,
      databaseUrl,
      template,
      owner,
    }: Parameters<typeof PortalSide.create>[0],
    database: Pool,
  ) {
    this.#client = client;
    this.#databaseUrl = databaseUrl;
    this.#database = database;
    this.#template = template;
    this.#owner = owner;
  }

  /** What the portal will make, for the other side to make too. */
  async manifests(): Promise<object[]> {
    const preview = await this.#client.createPreview({
      template: this.#templateRef,
      name: 'bench',
      owner: this.#owner,
      parameters: {},
    });
    return preview.objects.map(({ wave, manifest }) => ({ wave, manifest }));
  }

  async measure(name: string): Promise<void> {
    const revision = await this.revision();
    const began = performance.now();
    const beganAt = Date.now();
    const { operation } = await this.#create(name, revision);
    const answered = performance.now() - began;
    const done = await this.#finished(operation.id);
    const total = performance.now() - began;
    this.samples.push({ total, parts: divide(done, beganAt, answered, total) });
  }

  /**
   * @param revision - what is looked at before one asks
   * @returns milliseconds from the request until it is Ready
   */
  async make(
    name: string,
    revision: string,
    lookEvery: number = LOOK_EVERY_MILLISECONDS,
  ): Promise<number> {
    const began = performance.now();
    const { operation } = await this.#create(name, revision);
    await this.#finished(operation.id, lookEvery);
    return performance.now() - began;
  }

  /** Milliseconds until an environment that was made ahead is the owner's. */
  async claim(name: string, parameters: object): Promise<number> {
    const revision = await this.revision();
    const began = performance.now();
    const { operation, environment } = await this.#create(
      name,
      revision,
      parameters,
    );
    const answered = performance.now() - began;
    if (operation.kind !== 'claim' || !environment.allowed.access) {
      throw new Error(`${name} was not taken from the warm pool`);
    }
    await this.#finished(operation.id);
    return answered;
  }

  /** Waits until one is ready in the warm pool. */
  async poolIsFull(): Promise<void> {
    for (;;) {
      const { rowCount } = await this.#database.query(
        "select 1 from environments where pool is not null and phase = 'Ready'",
      );
      if (rowCount) return;
      await wait(LOOK_EVERY_MILLISECONDS);
    }
  }

  /**
   * Seconds from the kill -9 of a worker, a process of its own, until a worker of the
   * portal has brought its operation further.
   *
   * @param kubeconfig - by which that process reaches the cluster
   */
  async takeOver(name: string, kubeconfig: string): Promise<number> {
    const revision = await this.revision();
    const dueFrom = (when: string) =>
      this.#database.query(
        `alter table operations alter column next_run_at set default ${when}`,
      );
    // So that no worker of the portal is faster than the one that dies.
    await dueFrom("clock_timestamp() + interval '1 hour'");
    const { operation } = await this.#create(name, revision);
    await dueFrom('clock_timestamp()');
    const worker = spawnWorker({
      connection: this.#databaseUrl,
      kubeconfig,
      operationId: operation.id,
      method: 'apply',
      call: 1,
      when: 'after',
    });
    const exit = once(worker, 'exit');
    await Promise.race([once(worker, 'message'), exit]);
    await this.#database.query(
      `with lost as (delete from environments_jobs.job where data ->> 'operationId' = $1)
        update operations set next_run_at = clock_timestamp() where id = $1::uuid`,
      [operation.id],
    );
    const [code, signal] = await exit;
    const began = performance.now();
    if (signal !== 'SIGKILL') {
      throw new Error(
        `The worker was to be killed in the midst of ${name}, and ended with ${
          signal ?? code
        }: see what it said`,
      );
    }
    const left = await this.#stages(operation.id);
    while ((await this.#stages(operation.id)) === left) {
      await wait(LOOK_EVERY_MILLISECONDS);
    }
    const seconds = (performance.now() - began) / 1000;
    await this.#finished(operation.id);
    return seconds;
  }

  async #stages(operationId: string): Promise<string> {
    const { rows } = await this.#database.query(
      'select stages::text from operations where id = $1',
      [operationId],
    );
    return rows[0].stages;
  }

  /** Of all environments that live. */
  async countObjects(): Promise<number> {
    const { rows } = await this.#database.query(
      `select sum(jsonb_array_length(manifests))::int as count from environments where phase = 'Ready'`,
    );
    return rows[0].count;
  }

  /** Rows of the portal's tables that were written since there are any. */
  async countWrites(): Promise<number> {
    // What has just been written is told a moment later.
    await wait(STATISTICS_MILLISECONDS);
    const { rows } = await this.#database.query(
      `select sum(n_tup_ins + n_tup_upd + n_tup_del)::int as count from pg_stat_user_tables
         where schemaname = 'public' and relname in
           ('environments', 'operations', 'audit_records', 'drifts', 'environment_renders', 'templates')`,
    );
    return rows[0].count;
  }

  /** What one scene has made is not to weigh on the next. */
  async deleteAll(): Promise<void> {
    for (;;) {
      const { items } = await this.#client.listEnvironments({
        scope: 'mine',
        limit: 200,
      });
      if (items.length === 0) return;
      await Promise.all(
        items
          .filter(({ phase }) => phase !== 'Deleting')
          .map(({ id }) => this.#client.deleteEnvironment(id)),
      );
      await wait(500);
    }
  }

  forget(): void {
    this.samples.length = 0;
  }

  async close(): Promise<void> {
    await this.#database.end();
  }

  async revision(): Promise<string> {
    return (await this.#client.getTemplate(this.#template)).revision;
  }

  #create(name: string, revision: string, parameters = {}) {
    return this.#client.createEnvironment(
      {
        template: this.#templateRef,
        revision,
        name,
        owner: this.#owner,
        parameters,
      },
      randomUUID(),
    );
  }

  get #templateRef(): string {
    const { namespace, name } = this.#template;
    return `environmenttemplate:${namespace}/${name}`;
  }

  /** One query looks for all that are waited for: a hundred that each look would be a load of their own. */
  async #finished(
    operationId: string,
    lookEvery: number = LOOK_EVERY_MILLISECONDS,
  ): Promise<FinishedOperation> {
    const isFirst = this.#waitedFor.size === 0;
    const finished = new Promise<FinishedOperation>(resolve =>
      this.#waitedFor.set(operationId, resolve),
    );
    if (isFirst) await this.#look(lookEvery);
    const operation = await finished;
    if (operation.state !== 'Succeeded') {
      throw new Error(operation.failure?.message);
    }
    return operation;
  }

  async #look(every: number): Promise<void> {
    while (this.#waitedFor.size > 0) {
      const { rows } = await this.#database.query<FinishedOperation>(
        `select id, state, failure, stages, requested_at, started_at, finished_at
         from operations where id = any($1) and finished_at is not null`,
        [[...this.#waitedFor.keys()]],
      );
      for (const row of rows) {
        this.#waitedFor.get(row.id)!(row);
        this.#waitedFor.delete(row.id);
      }
      if (this.#waitedFor.size > 0) await wait(every);
    }
  }
}

interface FinishedOperation {
  id: string;
  state: string;
  failure: { message: string } | null;
  stages: Stage[];
  requested_at: Date;
  started_at: Date;
  finished_at: Date;
}

function divide(
  { stages, requested_at, started_at, finished_at }: FinishedOperation,
  beganAt: number,
  answered: number,
  total: number,
): [string, number][] {
  const requested = requested_at.getTime();
  const between = stages.map((stage, index): [string, number] => {
    const next = stages[index + 1]?.startedAt ?? finished_at.toISOString();
    return [stage.title, Date.parse(next) - Date.parse(stage.startedAt!)];
  });
  return [
    ['Check, authorise and render the request', requested - beganAt],
    ['Hand it to a worker', started_at.getTime() - requested],
    ['Claim it', Date.parse(stages[0].startedAt!) - started_at.getTime()],
    ...between,
    ['See it from outside', beganAt + total - finished_at.getTime()],
    ['(the answer 202 came after)', answered],
  ];
}
