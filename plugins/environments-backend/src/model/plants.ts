import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { InMemoryCluster } from '../clusters/InMemoryCluster';
import { VirtualClock } from './VirtualClock';
import { ModelServices } from './createServices';
import { OWNERS, newCaller } from './people';

/** The ids of an environment and of the operation that it has in hand. */
export interface Planted {
  id: string;
  operationId: string;
}

/** An environment that is Ready, and one that was made ahead, to be had again and again. */
export class Plants {
  readonly #knex: Knex;
  readonly #made: Record<'ready' | 'warm', Made>;

  static async create(
    knex: Knex,
    clock: VirtualClock,
    { environments, template, reconciler, sweeps }: ModelServices,
  ): Promise<Plants> {
    const { environment, operation } = await clock.within(() =>
      environments.create(
        newCaller(),
        {
          template: template.ref,
          revision: template.revision,
          owner: OWNERS[0],
          name: 'alpha',
          parameters: {},
        },
        uuidv7(),
      ),
    );
    await clock.within(() => reconciler.run(operation.id));
    await clock.within(() => sweeps.pool.run());
    const [warm] = await findPooled(knex);
    await clock.within(() => reconciler.run(warm.operationId));
    return new Plants(knex, {
      ready: await readMade(knex, environment.id),
      warm: await readMade(knex, warm.id),
    });
  }

  private constructor(knex: Knex, made: Record<'ready' | 'warm', Made>) {
    this.#knex = knex;
    this.#made = made;
  }

  /** A Ready environment without the way there, under ids of its own; `warm` is nobody's yet. */
  async plant(
    which: 'ready' | 'warm',
    twin: InMemoryCluster,
  ): Promise<Planted> {
    const [id, operationId] = [uuidv7(), uuidv7()];
    const { uid, ids, rows: text } = this.#made[which];
    const planted = text
      .replaceAll(ids.environment, id)
      .replaceAll(ids.operation, operationId);
    const { manifests } = JSON.parse(planted).environment;
    const { metadata } = await twin.createNamespace(manifests[0]);
    for (const manifest of manifests.slice(1)) await twin.apply(manifest);
    const rows = planted.replaceAll(uid, metadata.uid!);
    await this.#knex.raw(
      `with rows as (select :rows::jsonb as made), begun as (
          insert into operations select operation.* from rows,
            jsonb_populate_record(null::operations, made -> 'operation') as operation)
        insert into environments select environment.* from rows,
          jsonb_populate_record(null::environments, made -> 'environment') as environment`,
      { rows },
    );
    return { id, operationId };
  }
}

/** What was made ahead and is nobody's yet. */
export async function findPooled(knex: Knex): Promise<Planted[]> {
  return knex('environments')
    .select('id', { operationId: 'operation_id' })
    .whereNotNull('pool')
    .whereNot('phase', 'Deleted')
    .orderBy('id');
}

interface Made {
  uid: string;
  ids: { environment: string; operation: string };
  /** Of the environment and its operation, as JSON. */
  rows: string;
}

async function readMade(knex: Knex, id: string): Promise<Made> {
  const { rows } = await knex.raw(
    `select namespace_uid as uid, json_build_object('environment', environments.id, 'operation', operations.id) as ids,
        json_build_object('environment', environments, 'operation', operations)::text as rows
      from environments join operations on operations.id = operation_id where environments.id = ?`,
    [id],
  );
  return rows[0];
}
