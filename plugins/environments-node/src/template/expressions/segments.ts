import { ExpressionError } from './ExpressionError';

/** Text, or the source of an expression between `${` and `}` and where it begins. */
export type Segment = { text: string } | { expression: string; offset: number };

const QUOTES = ['"', "'"];

/**
 * Splits a text at its expressions; `$${` is a literal `${`.
 *
 * @throws ExpressionError when an expression is not closed
 */
export function toSegments(source: string): Segment[] {
  const segments: Segment[] = [];
  let text = '';
  let index = 0;
  while (index < source.length) {
    if (source.startsWith('$${', index)) {
      text += '${';
      index += 3;
    } else if (source.startsWith('${', index)) {
      const end = endOfExpression(source, index);
      if (text) {
        segments.push({ text });
        text = '';
      }
      const inner = source.slice(index + 2, end);
      segments.push({
        expression: inner.trim(),
        offset: index + 2 + (inner.length - inner.trimStart().length),
      });
      index = end + 1;
    } else {
      text += source[index];
      index += 1;
    }
  }
  if (text || segments.length === 0) {
    segments.push({ text });
  }
  return segments;
}

/** Whether what a template says here is only known once it is rendered. */
export function hasExpression(value: unknown): value is string {
  return (
    typeof value === 'string' && value.replaceAll('$${', '').includes('${')
  );
}

/** Index of the closing brace; braces in quotes and of map literals don't count. */
function endOfExpression(source: string, start: number): number {
  let depth = 0;
  let quote: string | undefined;
  for (let index = start + 2; index < source.length; index += 1) {
    const character = source[index];
    if (quote) {
      if (character === '\\') {
        index += 1;
      } else if (character === quote) {
        quote = undefined;
      }
    } else if (QUOTES.includes(character)) {
      quote = character;
    } else if (character === '{') {
      depth += 1;
    } else if (character === '}') {
      if (depth === 0) {
        return index;
      }
      depth -= 1;
    }
  }
  throw new ExpressionError(
    'an expression opens with "${" and is not closed with "}"',
    start,
  );
}
