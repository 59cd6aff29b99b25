import path from 'node:path';
import { ConflictError } from '@backstage/errors';
import fs from 'fs-extra';
import { endProcess, isRunning, type RecordedProcess } from './endProcess';
import { processIdentity } from './processIdentity';

interface ClaimContent {
  owner: { pid: number; identity: string };
  url?: string;
  children: RecordedProcess[];
}

/**
 * The right to run from a state folder, held by one process at a time, and the list of the
 * processes that it started: whoever finds the list of an owner that is gone ends them.
 */
export class StateClaim {
  static readonly fileName = 'processes.json';

  /**
   * Takes the folder, after ending what a killed owner left behind.
   *
   * @throws ConflictError when another process holds it.
   */
  static async take(stateDir: string): Promise<StateClaim> {
    await fs.ensureDir(stateDir);
    const file = path.join(stateDir, StateClaim.fileName);
    const content: ClaimContent = {
      owner: { pid: process.pid, identity: processIdentity(process.pid)! },
      children: [],
    };
    while (!createWhole(file, content)) {
      const held = readClaim(file);
      if (held && isRunning(held.owner)) {
        throw new ConflictError(
          `Sandlot runs from ${stateDir} already (process ${held.owner.pid}${
            held.url ? `, ${held.url}` : ''
          }). Stop it with Ctrl-C in its terminal or \`kill ${
            held.owner.pid
          }\`, or give this one a folder of its own with --state-dir.`,
        );
      }
      await StateClaim.endLeftovers(file);
    }
    return new StateClaim(file, content);
  }

  /** Ends the processes of an owner that is gone, the last started first, and drops its claim. */
  static async endLeftovers(file: string): Promise<void> {
    const left = readClaim(file);
    if (left && isRunning(left.owner)) {
      return;
    }
    for (const child of [...(left?.children ?? [])].reverse()) {
      await endProcess(child);
    }
    // Another start may have taken the folder meanwhile.
    const now = readClaim(file);
    if (!now || now.owner.identity === left?.owner.identity) {
      fs.rmSync(file, { force: true });
    }
  }

  readonly #file: string;
  readonly #content: ClaimContent;
  #released = false;

  private constructor(file: string, content: ClaimContent) {
    this.#file = file;
    this.#content = content;
  }

  /** Where the claim is written. */
  get file(): string {
    return this.#file;
  }

  /** Adds a process that the next start has to end, should this one not come to it. */
  add(child: RecordedProcess): void {
    this.#content.children.push(child);
    this.#write();
  }

  /** Takes a process off the list once it is gone. */
  remove(pid: number): void {
    this.#content.children = this.#content.children.filter(
      child => child.pid !== pid,
    );
    this.#write();
  }

  /** Notes where the portal answers, for whoever starts a second one. */
  setUrl(url: string): void {
    this.#content.url = url;
    this.#write();
  }

  release(): void {
    this.#released = true;
    fs.rmSync(this.#file, { force: true });
  }

  #write(): void {
    if (this.#released) {
      return;
    }
    // Renamed into place, so that no reader meets half a file.
    const unfinished = `${this.#file}.${process.pid}`;
    fs.writeFileSync(unfinished, JSON.stringify(this.#content));
    fs.renameSync(unfinished, this.#file);
  }
}

/** Creates the file with its content at once; false when it is there already. */
function createWhole(file: string, content: ClaimContent): boolean {
  const unfinished = `${file}.${process.pid}`;
  fs.writeFileSync(unfinished, JSON.stringify(content));
  try {
    fs.linkSync(unfinished, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
    return false;
  } finally {
    fs.rmSync(unfinished);
  }
}

function readClaim(file: string): ClaimContent | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
