import { randomUUID } from 'node:crypto';
import { EnvironmentsClient, Stage } from '@sandlot/plugin-environments-common';
import { Client } from 'pg';

/** One environment through the portal; all times in milliseconds. */
export interface PortalSample {
  /** From the request until another connection to the database sees Ready. */
  total: number;
  /** Where it went, in order; sums to about the total. */
  parts: [string, number][];
}

const LOOK_EVERY_MILLISECONDS = 2;

/** Asks the running portal for environments, as a developer's page does. */
export class PortalSide {
  readonly samples: PortalSample[] = [];
  readonly #client: EnvironmentsClient;
  readonly #database: Client;
  readonly #template: { namespace: string; name: string };
  readonly #owner: string;

  static async create(options: {
    client: EnvironmentsClient;
    databaseUrl: string;
    template: { namespace: string; name: string };
    owner: string;
  }): Promise<PortalSide> {
    const database = new Client({ connectionString: options.databaseUrl });
    await database.connect();
    return new PortalSide(
      options.client,
      database,
      options.template,
      options.owner,
    );
  }

  private constructor(
    client: EnvironmentsClient,
    database: Client,
    template: { namespace: string; name: string },
    owner: string,
  ) {
    this.#client = client;
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
    const { revision } = await this.#client.getTemplate(this.#template);
    const began = performance.now();
    const beganAt = Date.now();
    const { operation } = await this.#client.createEnvironment(
      {
        template: this.#templateRef,
        revision,
        name,
        owner: this.#owner,
        parameters: {},
      },
      randomUUID(),
    );
    const answered = performance.now() - began;
    const done = await this.#finished(operation.id);
    const total = performance.now() - began;
    this.samples.push({ total, parts: divide(done, beganAt, answered, total) });
  }

  forget(): void {
    this.samples.length = 0;
  }

  async close(): Promise<void> {
    await this.#database.end();
  }

  get #templateRef(): string {
    const { namespace, name } = this.#template;
    return `environmenttemplate:${namespace}/${name}`;
  }

  async #finished(operationId: string): Promise<FinishedOperation> {
    for (;;) {
      const { rows } = await this.#database.query(
        `select state, failure, stages, requested_at, started_at, finished_at
         from operations where id = $1 and finished_at is not null`,
        [operationId],
      );
      if (rows[0]?.state === 'Succeeded') return rows[0];
      if (rows[0]) throw new Error(rows[0].failure.message);
      await new Promise(next => setTimeout(next, LOOK_EVERY_MILLISECONDS));
    }
  }
}

interface FinishedOperation {
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
