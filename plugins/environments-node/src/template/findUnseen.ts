/**
 * What nobody sees and what controls how the rest is shown: control characters, those that turn the
 * direction of a text, and those without any width. Without joiners and the selectors of emojis,
 * which scripts and pictures are made of, and without tabs and line breaks.
 */
const UNSEEN =
  /(?![\t\n\r\u200c\u200d\ufe0e\ufe0f])[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/u;
const PRINTABLE = /^[\t\n\r\x20-\x7e]*$/;

/**
 * Finds what makes a text look like another one to who has to agree to it.
 *
 * @returns the first character that nobody sees, such as `U+202E`
 *
 * @public
 */
export function findUnseen(text: string): string | undefined {
  // Nearly all that is written in templates, and much quicker to tell.
  if (PRINTABLE.test(text)) return undefined;
  const code = UNSEEN.exec(text)?.[0].codePointAt(0);
  return code === undefined ? undefined : nameOf(code);
}

function nameOf(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
