import type { ExportProblemCode } from '@sandlot/plugin-environments-node';

/** How `audit verify` ends. Of several problems the first of this list decides. */
export const EXIT = {
  /** No problem. All that the warnings don't except is proven, if a key was given. */
  proven: 0,
  /** Wrong usage, or the file could not be read: nothing was tried. */
  trouble: 1,
  malformed: 2,
  gap: 3,
  changed: 4,
  tree: 5,
  signature: 6,
  incomplete: 7,
  unresolved: 8,
  disclosure: 9,
} as const satisfies Record<ExportProblemCode | 'proven' | 'trouble', number>;

/** What they mean, as the help says it. */
export const EXIT_MEANS: Readonly<Record<keyof typeof EXIT, string>> = {
  proven:
    'no problem. With --key: proven, but for what is listed. Without --key only that the file agrees with itself, not that it is your log',
  trouble:
    "nothing was tried: wrong usage, a key that is none, a file that can't be read",
  malformed: "malformed: a line, note or proof that can't be read",
  gap: 'gap: a record is missing, is there twice or stands out of order',
  changed: 'changed: the bytes of a record are not those that were sealed',
  tree: 'tree: the records do not make the tree that was signed, or no checkpoint covers them, or the log went back',
  signature: 'signature: a signature is bad, or of none of your keys',
  incomplete:
    'incomplete: the file ends before its end, or does not lead to a checkpoint that you kept',
  unresolved:
    'unresolved: the end of an attempt is not recorded, 15 minutes later or more',
  disclosure:
    'disclosure: a name or reason that is shown is not what the record committed to',
};
