/* eslint-disable no-control-regex */
/** The colours that this program writes itself: no code that hides, moves or asks. */
const OWN_COLOUR = String.raw`\x1b\[(?:[0-2]|22|3[1-6]|39)m`;
/**
 * What a terminal acts on, and what turns text round so that it reads otherwise than it
 * is. Line feed and tab are left.
 */
const ACTIVE = String.raw`[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]`;
const IN_TEXT = new RegExp(`${OWN_COLOUR}|${ACTIVE}`, 'g');
const IN_LINE = new RegExp(`${ACTIVE}|[\\n\\t]`, 'g');

/** For a terminal: text of others can be read, and does nothing. */
export function inert(text: string): string {
  return text.replace(IN_TEXT, found =>
    found.length > 1 ? found : escaped(found),
  );
}

/** The same for text that has no colours of ours and stands on one line. */
export function inertLine(text: string): string {
  return text.replace(IN_LINE, escaped);
}

/** As in JSON. */
function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
