import { TEMPLATE_LIMITS } from '../limits';

/**
 * How much is read of a file and of each of its documents. A little above what
 * a template may hold, so that the finer checks get to say what is too much.
 */
export const SOURCE_LIMITS = {
  /** Characters of a whole file. */
  fileCharacters: 4 * TEMPLATE_LIMITS.characters,
  /** Documents in a file. */
  documents: 500,
  /** Words and signs of a document. Composing costs by these, faults the most. */
  pieces: 100_000,
  /** Lines of a document: a quoted text is put together line by line. */
  lines: 40_000,
  /** Faults outside of any document, each a token that belongs nowhere. */
  strayTokens: 100,
  /** Levels of nesting; the document's root is a level above `spec`. */
  depth: TEMPLATE_LIMITS.depth + 1,
  /** Values of a document, those that an alias repeats included. */
  values: TEMPLATE_LIMITS.values + 1_000,
  /** Characters of all text of a document, aliases included. */
  characters: TEMPLATE_LIMITS.characters + 64 * 1024,
  /** Aliases in a document: each is followed, so each costs. */
  aliases: 100,
  /** Faults of a document that are told: what follows the first is often its echo. */
  problems: 20,
} as const;
