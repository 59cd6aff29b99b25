import { Knex } from 'knex';
import { EnvironmentRow } from './rows';

/** All that an environment is made of. */
export type EnvironmentRender = Pick<
  EnvironmentRow,
  'revision' | 'parameters' | 'addOns' | 'ownManifests' | 'manifests' | 'checks'
>;

/** Of each environment: a rollback needs the newest, ops may want to look at the others. */
const KEPT = 5;

/**
 * What environments were made of before their latest upgrades and rollbacks. The
 * newest is where a rollback goes; as the rollback adds what it leaves, one can
 * go forth again. Nothing here is changed; it is removed once it is old, or its
 * environment is deleted.
 */
export class EnvironmentRendersTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Keeps what the environment is made of until `operationId` changes it. */
  async add(environment: EnvironmentRow, operationId: string): Promise<void> {
    await this.#knex('environment_renders').insert({
      environment_id: environment.id,
      operation_id: operationId,
      revision: environment.revision,
      parameters: JSON.stringify(environment.parameters),
      add_ons: JSON.stringify(environment.addOns),
      own_manifests: JSON.stringify(environment.ownManifests),
      manifests: JSON.stringify(environment.manifests),
      checks: JSON.stringify(environment.checks),
    });
    const kept = this.#of(environment.id).limit(KEPT).select('id');
    await this.#knex('environment_renders')
      .where({ environment_id: environment.id })
      .whereNotIn('id', kept)
      .delete();
  }

  /** Of one that is deleted: nobody goes back to it. */
  async removeAllOf(environmentId: string): Promise<void> {
    await this.#knex('environment_renders')
      .where({ environment_id: environmentId })
      .delete();
  }

  /** @returns undefined if it was never anything else */
  async latestOf(
    environmentId: string,
  ): Promise<EnvironmentRender | undefined> {
    const row = await this.#of(environmentId).first();
    return (
      row && {
        revision: row.revision,
        parameters: row.parameters,
        addOns: row.add_ons,
        ownManifests: row.own_manifests,
        manifests: row.manifests,
        checks: row.checks,
      }
    );
  }

  /** Newest first. */
  #of(environmentId: string) {
    return this.#knex('environment_renders')
      .where({ environment_id: environmentId })
      .orderBy('id', 'desc');
  }
}
