import fs from 'fs-extra';

/** Remembers which sources something was last made from. */
export class Stamp {
  constructor(private readonly file: string) {}

  async matches(hash: string): Promise<boolean> {
    return (
      (await fs.pathExists(this.file)) &&
      (await fs.readFile(this.file, 'utf8')) === hash
    );
  }

  /** Forgets before the work and remembers after it, so that work cut short counts as not done. */
  async whileMaking(hash: string, work: () => Promise<void>): Promise<void> {
    await fs.remove(this.file);
    await work();
    await fs.outputFile(this.file, hash);
  }
}
