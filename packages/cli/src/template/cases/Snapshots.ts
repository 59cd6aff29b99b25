import path from 'node:path';
import { InputError } from '@backstage/errors';
import type { KubernetesObject } from '@sandlot/plugin-environments-node';
import fs from 'fs-extra';
import { parse, stringify } from 'yaml';

/** What to do about snapshots that are not there or differ. */
export type SnapshotMode =
  /** Missing ones are written. */
  | 'local'
  /** Missing ones are failures: nobody would commit what is written. */
  | 'ci'
  /** All are written anew. */
  | 'update';

type Content = Record<string, KubernetesObject[]>;

const HEADER =
  '# Written by `sandlot template test --update`. Read what changed before you commit it.\n';

/** The snapshots of one file of cases, in `__snapshots__/<file>` beside it. */
export class Snapshots {
  private readonly written: string[] = [];
  private readonly taken = new Set<string>();

  private constructor(
    private readonly file: string,
    private readonly content: Content,
    private readonly mode: SnapshotMode,
  ) {}

  /**
   * @param caseFile - absolute path
   * @throws InputError if the snapshots that are there can't be read
   */
  static async create(
    caseFile: string,
    mode: SnapshotMode,
  ): Promise<Snapshots> {
    const file = path.join(
      path.dirname(caseFile),
      '__snapshots__',
      path.basename(caseFile).replace(/\.test\.ya?ml$/, '.yaml'),
    );
    if (!(await fs.pathExists(file))) {
      return new Snapshots(file, {}, mode);
    }
    try {
      const text = await fs.readFile(file, 'utf8');
      const content = parse(text, { maxAliasCount: 0 }) as Content;
      return new Snapshots(file, content ?? {}, mode);
    } catch (error) {
      throw new InputError(
        `The snapshots in ${file} can't be read; remove the file and run with --update`,
        error,
      );
    }
  }

  /** The snapshot of a case, or what became of it. */
  take(
    name: string,
    objects: KubernetesObject[],
  ): KubernetesObject[] | 'written' | 'missing' {
    this.taken.add(name);
    const kept = Object.hasOwn(this.content, name)
      ? this.content[name]
      : undefined;
    if (kept && this.mode !== 'update') {
      return kept;
    }
    if (this.mode === 'ci') {
      return 'missing';
    }
    if (!kept || JSON.stringify(kept) !== JSON.stringify(objects)) {
      this.content[name] = objects;
      this.written.push(name);
    }
    return 'written';
  }

  /** Names of cases that were written or are gone. */
  async save(): Promise<{ written: string[]; obsolete: string[] }> {
    const obsolete = Object.keys(this.content).filter(
      name => !this.taken.has(name),
    );
    const isPruned = this.mode === 'update' && obsolete.length > 0;
    if (isPruned) {
      for (const name of obsolete) {
        delete this.content[name];
      }
    }
    if (Object.keys(this.content).length === 0 && isPruned) {
      await fs.remove(this.file);
    } else if (this.written.length > 0 || isPruned) {
      const text = stringify(this.content, {
        aliasDuplicateObjects: false,
        lineWidth: 0,
      });
      await fs.outputFile(this.file, HEADER + text);
    }
    return { written: this.written, obsolete: isPruned ? [] : obsolete };
  }
}
