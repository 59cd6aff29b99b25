import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { fromNull } from './rows';

/** By which one sees whether an environment has changed in between. */
export interface EnvironmentVersion {
  id: string;
  epoch: number;
  updatedAt: Date;
}

export interface FrozenObjects extends EnvironmentVersion {
  namespaceUid?: string;
  /** Those of one kind. */
  manifests: KubernetesObject[];
}

/** What the environments that are Ready are made of, kind by kind and page by page. */
export class FrozenObjectsTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async versions(cluster: string): Promise<EnvironmentVersion[]> {
    const rows = await this.#ready(cluster).select('id', 'epoch', 'updated_at');
    return rows.map(toVersion);
  }

  async kinds(
    cluster: string,
  ): Promise<Pick<KubernetesObject, 'apiVersion' | 'kind'>[]> {
    const rows = await this.#ready(cluster)
      .joinRaw('cross join lateral jsonb_array_elements(manifests) as object')
      .distinct(
        this.#knex.raw(`object ->> 'apiVersion' as "apiVersion"`),
        this.#knex.raw(`object ->> 'kind' as kind`),
      )
      .orderBy('kind');
    return rows.map(({ apiVersion, kind }) => ({ apiVersion, kind }));
  }

  /** By id, those after `after`. */
  async page(
    cluster: string,
    kind: Pick<KubernetesObject, 'apiVersion' | 'kind'>,
    options: { after?: string; limit: number },
  ): Promise<FrozenObjects[]> {
    const query = this.#ready(cluster)
      .orderBy('id')
      .limit(options.limit)
      .select(
        'id',
        'epoch',
        'updated_at',
        'namespace_uid',
        this.#knex.raw(
          `jsonb_path_query_array(manifests, '$[*] \\? (@.kind == $kind && @.apiVersion == $apiVersion)', ?::jsonb) as manifests`,
          [JSON.stringify(kind)],
        ),
      );
    if (options.after) query.where('id', '>', options.after);
    return (await query).map(row => ({
      ...toVersion(row),
      namespaceUid: fromNull(row.namespace_uid),
      manifests: row.manifests,
    }));
  }

  #ready(cluster: string) {
    return this.#knex('environments').where({ cluster, phase: 'Ready' });
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function toVersion(row: any): EnvironmentVersion {
  return { id: row.id, epoch: Number(row.epoch), updatedAt: row.updated_at };
}
