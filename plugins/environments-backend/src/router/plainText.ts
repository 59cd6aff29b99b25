import { findUnseen } from '@sandlot/plugin-environments-node';

const BREAKS = { '\t': 'U+0009', '\n': 'U+000A', '\r': 'U+000D' };

type Format = 'plain-text' | 'plain-line';

/** What people type for others to read looks like what it is. A `plain-line` has no breaks either. */
export const plainFormats: Record<
  Format,
  { type: 'string'; validate: (text: string) => boolean }
> = {
  'plain-text': {
    type: 'string',
    validate: text => unseenIn('plain-text', text) === undefined,
  },
  'plain-line': {
    type: 'string',
    validate: text => unseenIn('plain-line', text) === undefined,
  },
};

/** @returns what is wrong with a text that does not have the format, for whoever sent it */
export function explainFormat(
  format: string,
  text: unknown,
): string | undefined {
  if (!isFormat(format) || typeof text !== 'string') return undefined;
  const unseen = unseenIn(format, text);
  if (unseen === undefined) return undefined;
  return `it has the character ${unseen}, which nobody sees: expected ${
    format === 'plain-line' ? 'one line of text' : 'text'
  } without characters that control how it is shown`;
}

function isFormat(format: string): format is Format {
  return Object.hasOwn(plainFormats, format);
}

function unseenIn(format: Format, text: string): string | undefined {
  const unseen = findUnseen(text);
  if (unseen !== undefined || format === 'plain-text') return unseen;
  return Object.entries(BREAKS).find(([one]) => text.includes(one))?.[1];
}
