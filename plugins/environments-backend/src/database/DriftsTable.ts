import { DriftedObject } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { ObjectIdentity, isSameObject } from '../domain/objectIdentity';
import { fromNull } from './rows';

/** An object of an environment that differs from what it was made as. */
export interface DriftRow
  extends Pick<DriftedObject, 'apiVersion' | 'kind' | 'name' | 'missing'> {
  fields: DriftedObject['fields'];
  foundAt: Date;
  exception?: DriftedObject['exception'];
}

export class DriftsTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async of(environmentId: string): Promise<DriftRow[]> {
    const rows = await this.#knex('drifts')
      .where({ environment_id: environmentId })
      .orderBy(['api_version', 'kind', 'name']);
    return rows.map(toRow);
  }

  /** By environment, of those on the cluster that are Ready. */
  async ofCluster(cluster: string): Promise<Map<string, DriftRow[]>> {
    const rows = await this.#knex('drifts')
      .join('environments', 'environments.id', 'drifts.environment_id')
      .where({ 'environments.cluster': cluster, 'environments.phase': 'Ready' })
      .orderBy(['api_version', 'kind', 'drifts.name'])
      .select('drifts.*');
    const drifts = new Map<string, DriftRow[]>();
    for (const row of rows) {
      const known = drifts.get(row.environment_id) ?? [];
      drifts.set(row.environment_id, [...known, toRow(row)]);
    }
    return drifts;
  }

  /** Puts these in the place of all that the environment had. */
  async replace(
    environmentId: string,
    rows: Omit<DriftRow, 'foundAt'>[],
  ): Promise<void> {
    const known = await this.of(environmentId);
    const gone = known.filter(row => !rows.some(isSameObject(row)));
    await this.remove(environmentId, gone);
    if (rows.length === 0) return;
    await this.#knex('drifts')
      .insert(
        rows.map(row => ({
          environment_id: environmentId,
          api_version: row.apiVersion,
          kind: row.kind,
          name: row.name,
          missing: row.missing,
          fields: JSON.stringify(row.fields),
          exception: row.exception ? JSON.stringify(row.exception) : null,
        })),
      )
      .onConflict(['environment_id', 'api_version', 'kind', 'name'])
      .merge(['missing', 'fields', 'exception']);
  }

  async except(
    environmentId: string,
    objects: ObjectIdentity[],
    exception: NonNullable<DriftRow['exception']>,
  ): Promise<void> {
    for (const object of objects) {
      await this.#where(environmentId, object).update({
        exception: JSON.stringify(exception),
      });
    }
  }

  async remove(
    environmentId: string,
    objects: ObjectIdentity[],
  ): Promise<void> {
    for (const object of objects) {
      await this.#where(environmentId, object).delete();
    }
  }

  /** When the cluster was last compared, at least. */
  async checkedAt(cluster: string): Promise<Date | undefined> {
    const row = await this.#knex('drift_checks').where({ cluster }).first();
    return row?.checked_at;
  }

  async noteChecked(cluster: string, at: Date): Promise<void> {
    await this.#knex('drift_checks')
      .insert({ cluster, checked_at: at })
      .onConflict('cluster')
      .merge();
  }

  #where(environmentId: string, { apiVersion, kind, name }: ObjectIdentity) {
    return this.#knex('drifts').where({
      environment_id: environmentId,
      api_version: apiVersion,
      kind,
      name,
    });
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function toRow(row: any): DriftRow {
  return {
    apiVersion: row.api_version,
    kind: row.kind,
    name: row.name,
    missing: row.missing,
    fields: row.fields,
    foundAt: row.found_at,
    exception: fromNull(row.exception),
  };
}
