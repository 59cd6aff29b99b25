import { HashLevel, HashReader } from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';

/** Hashes of the sealed tree. What is in it never changes. */
export class TreeTable implements HashReader {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async read(level: HashLevel, from: bigint, to: bigint): Promise<Buffer[]> {
    const within: [string, string] = [String(from), String(to - 1n)];
    if (level === 0) {
      return this.#knex('audit_seals')
        .whereBetween('index', within)
        .orderBy('index')
        .pluck('leaf');
    }
    return this.#knex('audit_nodes')
      .where({ level })
      .whereBetween('index', within)
      .orderBy('index')
      .pluck('hash');
  }
}
