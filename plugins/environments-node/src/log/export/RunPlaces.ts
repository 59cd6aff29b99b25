import { Checkpoint } from '@sandlot/plugin-environments-common';
import { Frontier } from '../Frontier';
import { ExportHeader } from './AuditExport';
import { KeptCheckpoints } from './KeptCheckpoints';
import { Places } from './Places';
import { Problems } from './Problems';

/** A run without gaps: makes the tree again and compares it with each checkpoint. */
export class RunPlaces implements Places {
  readonly #from: number;
  readonly #problems: Problems;
  /** Absent from where on the tree cannot be made again. */
  #tree: Frontier | undefined;
  #next: number;
  readonly #kept: KeptCheckpoints;
  #covered: bigint;
  #last: Checkpoint | undefined;

  private constructor(
    from: number,
    tree: Frontier,
    kept: KeptCheckpoints,
    problems: Problems,
  ) {
    this.#from = from;
    this.#next = from;
    this.#covered = BigInt(from);
    this.#tree = tree;
    this.#kept = kept;
    this.#problems = problems;
  }

  /**
   * @param header - `frontier`: of the tree of size `from`, in base64
   * @param kept - checkpoints that the tree must have had
   * @throws InputError if it is none of a tree of that size
   */
  static create(
    { from, frontier }: Pick<ExportHeader, 'from' | 'frontier'>,
    kept: KeptCheckpoints,
    problems: Problems,
  ): RunPlaces {
    const hashes = frontier.map(hash => Buffer.from(hash, 'base64'));
    const tree = Frontier.create(BigInt(from), hashes);
    const places = new RunPlaces(Number(from), tree, kept, problems);
    places.#compareWithKept();
    return places;
  }

  get first(): bigint {
    return BigInt(this.#from);
  }

  get next(): bigint {
    return BigInt(this.#next);
  }

  record(index: number, leaf: Buffer): void {
    if (index < this.#next) {
      this.#problems.add({
        code: 'gap',
        index: BigInt(index),
        message: `Record ${index} stands behind record ${
          this.#next - 1
        }: it is there twice or out of order.`,
      });
      return;
    }
    if (index > this.#next) this.#miss(index);
    this.#tree?.append(leaf);
    this.#next = index + 1;
    this.#compareWithKept();
  }

  checkpoint(checkpoint: Checkpoint): boolean {
    const { size, root } = checkpoint;
    if (size < this.#covered) {
      this.#problems.add({
        code: 'tree',
        span: { from: size, to: this.#covered },
        message: `A checkpoint of size ${size} stands behind one of ${
          this.#covered
        }: the log went back.`,
      });
      return false;
    }
    const at = BigInt(this.#next);
    if (size > at) this.#miss(Number(size));
    if (size < at) {
      this.#breakTree(
        size,
        `A checkpoint of size ${size} stands behind record ${at - 1n}.`,
      );
    }
    if (!this.#tree) return false;
    if (!this.#tree.root().equals(root)) {
      this.#breakTree(
        size,
        `The records do not make the tree that was signed: one of [${
          this.#covered
        }, ${size}) was changed, or one before them of which the export has only the hashes.`,
      );
      return false;
    }
    this.#covered = size;
    this.#last = checkpoint;
    return true;
  }

  /** The rest is what the file itself says; see what became of it. */
  end(to: bigint): void {
    if (to > this.next) this.#miss(Number(to));
    if (to < this.next) {
      this.#problems.add({
        code: 'gap',
        span: { from: to, to: this.next },
        message: `The export says that it ends before record ${to}, and goes on to ${
          this.next - 1n
        }.`,
      });
    }
    if (this.#tree && this.#covered < this.next) {
      this.#breakTree(
        this.next,
        `No checkpoint covers the records of [${this.#covered}, ${this.next}).`,
      );
    }
  }

  get covered(): bigint {
    return this.#covered;
  }

  get lastCheckpoint(): Checkpoint | undefined {
    return this.#last;
  }

  get warnings(): string[] {
    return [
      ...(this.#from > 0 && this.#next > this.#from
        ? [
            `The export begins at record ${
              this.#from
            }. Of those before it proves only that they stayed what they were.`,
          ]
        : []),
      ...(this.#tree
        ? []
        : [
            `From record ${
              this.#covered
            } on the tree could not be compared with the checkpoints; what stands behind may be right or not.`,
          ]),
    ];
  }

  #compareWithKept(): void {
    const tree = this.#tree;
    if (tree) {
      this.#kept.compare(this.#next, () => tree.root(), this.#problems);
    }
  }

  #miss(index: number): void {
    const from = this.next;
    const to = BigInt(index);
    this.#problems.add({
      code: 'gap',
      index: from,
      span: { from, to },
      message:
        to - from === 1n
          ? `Record ${from} is missing.`
          : `Records ${from} to ${to - 1n} are missing.`,
    });
    this.#tree = undefined;
    this.#next = index;
  }

  #breakTree(to: bigint, message: string): void {
    if (!this.#tree) return;
    this.#problems.add({
      code: 'tree',
      span: { from: this.#covered, to },
      message,
    });
    this.#tree = undefined;
  }
}
