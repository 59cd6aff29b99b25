import {
  Checkpoint,
  parseCheckpoint,
  parseNote,
  SignedNote,
} from '@sandlot/plugin-environments-common';
import { Places } from './Places';
import { Problems } from './Problems';
import { TrustedKeys } from './TrustedKeys';

interface Kept {
  note: SignedNote;
  checkpoint: Checkpoint;
  /** By a key that is trusted here; until the keys are known it is not. */
  isSigned: boolean;
}

/** What whoever verifies has from earlier: the log must have had each of them. */
export class KeptCheckpoints {
  /** By size; those that were not come to yet. Of one size there may be several, of which one at most is of this log. */
  readonly #rest = new Map<number, Kept[]>();

  private constructor() {}

  /** @throws ProofError if one of the notes is no checkpoint */
  static create(notes: readonly string[] = []): KeptCheckpoints {
    const kept = new KeptCheckpoints();
    for (const text of notes) {
      const note = parseNote(text);
      const checkpoint = parseCheckpoint(note.text);
      const size = Number(checkpoint.size);
      kept.#rest.set(size, [
        ...(kept.#rest.get(size) ?? []),
        { note, checkpoint, isSigned: false },
      ]);
    }
    return kept;
  }

  /** One of another log says nothing about this one. */
  async begin(
    origin: string,
    keys: TrustedKeys,
    problems: Problems,
  ): Promise<void> {
    for (const [size, kept] of this.#rest) {
      const ours: Kept[] = [];
      for (const one of kept) {
        const { origin: other } = one.checkpoint;
        if (other === origin) {
          ours.push({ ...one, isSigned: await keys.haveSigned(one.note) });
        } else {
          problems.add({
            code: 'malformed',
            message: `The checkpoint of size ${size} that was kept is one of ${other}, and the export one of ${origin}.`,
          });
        }
      }
      this.#rest.set(size, ours);
    }
  }

  /** @param root - of the tree of that size; only asked for where something is to be compared */
  compare(size: number, root: () => Uint8Array, problems: Problems): void {
    const kept = this.#rest.get(size);
    if (!kept) return;
    this.#rest.delete(size);
    const made = Buffer.from(root());
    for (const { checkpoint, isSigned } of kept) {
      if (made.equals(checkpoint.root)) continue;
      const why = isSigned
        ? 'the history was made anew'
        : 'the history was made anew, or that checkpoint is not what was kept, since none of the keys that are believed here signed it';
      problems.add({
        code: 'tree',
        span: { from: 0n, to: checkpoint.size },
        message: `The first ${size} records are not those of the checkpoint that was kept: ${why}.`,
      });
    }
  }

  /** What was asked for and not done is no proof: each that was not compared is a problem. */
  report(problems: Problems, isFiltered: boolean, places: Places): void {
    for (const { checkpoint } of [...this.#rest.values()].flat()) {
      const { size } = checkpoint;
      problems.add({
        code: 'incomplete',
        message: `The checkpoint of size ${size} that was kept was not compared: ${
          isFiltered
            ? 'an export with a filter leads to none. Export a time without any other filter.'
            : whyNotCompared(size, places)
        }`,
      });
    }
  }
}

function whyNotCompared(size: bigint, { first, next }: Places): string {
  if (size < first) {
    return `the export begins at record ${first}, behind it. Export from an earlier time on.`;
  }
  if (size > next) {
    return `the export ends before record ${next}. It is of an earlier time, or the log went back: export it up to now.`;
  }
  return 'the records before it do not make a tree.';
}
