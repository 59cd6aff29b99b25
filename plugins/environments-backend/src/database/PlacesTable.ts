import { Phase } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';

/** What environments are counted by. */
export interface CountedBy {
  ownerRef?: string;
  templateRef?: string;
  /** All but Deleted unless told. */
  phases?: readonly Phase[];
}

/** How much of a cluster is taken. */
export interface ClusterUse {
  /** Environments that are on it, or are about to be. */
  used: number;
  /** Environments that wait for a place on it. */
  waiting: number;
}

/** How many environments there are of an owner, of a template, of everybody, and on clusters by name. */
export interface Usage {
  owner: number;
  template: number;
  all: number;
  onClusters: Map<string, ClusterUse>;
}

/** Nothing new is made of a halted revision or a withdrawn template. */
const MAY_BE_MADE = `not exists (
    select from template_revisions where digest = environments.revision and halted_at is not null)
  and not exists (
    select from templates where ref = environments.template_ref and state = 'withdrawn')`;

/** How many environments there are. Each counts until it is Deleted. */
export class PlacesTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** What is made ahead counts when somebody claims it. */
  async count({ ownerRef, templateRef, phases }: CountedBy): Promise<number> {
    const query = this.#live().whereNull('pool').count('* as count').first();
    if (ownerRef) query.where({ owner_ref: ownerRef });
    if (templateRef) query.where({ template_ref: templateRef });
    if (phases) query.whereIn('phase', [...phases]);
    return Number((await query)!.count);
  }

  /** The counts of an owner, a template and everybody, and those by cluster, in one look. */
  async usage(
    counted: { ownerRef: string; templateRef: string },
    clusters: string[],
  ): Promise<Usage> {
    const [{ rows }, onClusters] = await Promise.all([
      this.#knex.raw(
        `select count(*) filter (where owner_ref = :ownerRef)::int as owner,
            count(*) filter (where template_ref = :templateRef)::int as template,
            count(*)::int as all
          from environments where phase <> 'Deleted' and pool is null`,
        counted,
      ),
      this.onClusters(clusters),
    ]);
    const [{ owner, template, all }] = rows;
    return { owner, template, all, onClusters };
  }

  /**
   * By name; of each that is asked for. What is made ahead takes a place too, and
   * what is deleted while it waited has never had one. Of those that wait count
   * those that `lockNextWaiting` would take.
   */
  async onClusters(names: string[]): Promise<Map<string, ClusterUse>> {
    const { rows } = await this.#knex.raw(
      `select cluster,
          (count(*) filter (where phase = 'Waiting'
            and ${MAY_BE_MADE}))::int as waiting,
          (count(*) filter (where phase not in ('AwaitingApproval', 'Waiting')
            and not (phase = 'Deleting'
              and coalesce(operations.details ->> 'before', '') in ('AwaitingApproval', 'Waiting'))))::int as used
        from environments join operations on operations.id = environments.operation_id
        where phase <> 'Deleted' and cluster = any(?)
        group by cluster`,
      [names],
    );
    const byName = new Map<string, ClusterUse & { cluster: string }>(
      // eslint-disable-next-line @typescript-eslint/no-explicit-any
      rows.map((row: any) => [row.cluster, row]),
    );
    return new Map(
      names.map(name => {
        const { used = 0, waiting = 0 } = byName.get(name) ?? {};
        return [name, { used, waiting }];
      }),
    );
  }

  /**
   * Id of the environment that waits for the cluster longest, locked until the
   * transaction ends. Passed over is what is being deleted at this moment, and what
   * is of a halted revision or a withdrawn template, of which nothing new is made.
   */
  async lockNextWaiting(cluster: string): Promise<string | undefined> {
    const row = await this.#knex('environments')
      .where({ cluster, phase: 'Waiting' })
      .whereRaw(MAY_BE_MADE)
      .orderBy('id')
      .forUpdate()
      .skipLocked()
      .first('id');
    return row?.id;
  }

  #live() {
    return this.#knex('environments').whereNot('phase', 'Deleted');
  }
}
