import { Knex } from 'knex';
import { EnvironmentRow } from './rows';

/** All that an environment is made of. */
export type EnvironmentRender = Pick<
  EnvironmentRow,
  'revision' | 'parameters' | 'addOns' | 'ownManifests' | 'manifests' | 'checks'
>;

/**
 * What environments were made of before each upgrade and rollback. The newest is
 * where a rollback goes; as the rollback adds what it leaves, one can go forth
 * again. Nothing here is changed or removed.
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
  }

  /** @returns undefined if it was never anything else */
  async latestOf(
    environmentId: string,
  ): Promise<EnvironmentRender | undefined> {
    const row = await this.#knex('environment_renders')
      .where({ environment_id: environmentId })
      .orderBy('id', 'desc')
      .first();
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
}
