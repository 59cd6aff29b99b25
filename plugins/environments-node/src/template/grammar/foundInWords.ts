const MOST_CHARACTERS = 60;

/** What stands somewhere, for who wrote it. */
export function foundInWords(value: unknown): string {
  if (value === null) {
    return 'nothing';
  }
  if (typeof value === 'string') {
    return textInWords(value);
  }
  if (Array.isArray(value)) {
    return value.length === 0
      ? 'an empty list'
      : `a list of ${value.length} item${value.length === 1 ? '' : 's'}`;
  }
  if (typeof value === 'object') {
    return 'an object';
  }
  return typeof value === 'number' ? `the number ${value}` : String(value);
}

function textInWords(text: string): string {
  if (text === '') {
    return 'an empty text';
  }
  return text.length > MOST_CHARACTERS
    ? `a text of ${text.length} characters`
    : `the text ${JSON.stringify(text)}`;
}
