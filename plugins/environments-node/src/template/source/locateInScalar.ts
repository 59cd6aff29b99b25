import type { Scalar } from 'yaml';

/** A piece of a scalar as it is written, and what it stands for. */
interface Unit {
  at: number;
  length: number;
  value: string;
}

const SPACE = ' \t\r\n';
const ESCAPED_SPACE: Readonly<Record<string, string>> = {
  ' ': ' ',
  '\t': '\t',
  t: '\t',
  n: '\n',
  r: '\r',
};
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * The offset into the file of the character at `offset` of a scalar's value.
 * YAML folds, indents and trims white space but keeps all else in its order,
 * so the characters that are not white space are counted on both sides; white
 * space is counted on from the one before it.
 */
export function locateInScalar(
  text: string,
  node: Scalar.Parsed,
  offset: number,
): number {
  const [start, end] = node.range;
  const value = typeof node.value === 'string' ? node.value : node.source;
  const target = Math.max(0, Math.min(offset, value.length));
  let previous = target;
  while (previous > 0 && SPACE.includes(value[previous - 1])) {
    previous -= 1;
  }
  const isInk = target < value.length && !SPACE.includes(value[target]);
  let left = inkOf(value.slice(0, isInk ? target + 1 : previous));
  if (left === 0) {
    return isInk ? start : contentStart(text, node) ?? start;
  }
  for (const unit of unitsOf(text, node)) {
    if (left <= unit.value.length) {
      return isInk
        ? unit.at
        : Math.min(
            unit.at + unit.length + target - previous,
            lineEnd(text, unit.at),
            end,
          );
    }
    left -= unit.value.length;
  }
  return start;
}

function inkOf(value: string): number {
  return value.length - (value.match(/[ \t\r\n]/g)?.length ?? 0);
}

function lineEnd(text: string, from: number): number {
  const found = text.indexOf('\n', from);
  return found < 0 ? text.length : found;
}

/** Where the value begins: after the quote, or below the header of a block. */
function contentStart(text: string, node: Scalar.Parsed): number {
  const [start] = node.range;
  if (node.type?.startsWith('BLOCK')) {
    return Math.min(lineEnd(text, start) + 1, text.length);
  }
  return node.type?.startsWith('QUOTE') ? start + 1 : start;
}

/** What is written, without white space. */
function* unitsOf(text: string, node: Scalar.Parsed): Generator<Unit> {
  const isQuoted = node.type?.startsWith('QUOTE');
  const end = node.range[1] - (isQuoted ? 1 : 0);
  let at = contentStart(text, node);
  while (at < end) {
    const unit = unitAt(text, at, node.type);
    if (unit.value !== '' && !SPACE.includes(unit.value)) {
      yield unit;
    }
    at += unit.length;
  }
}

function unitAt(text: string, at: number, type: Scalar.Type | undefined): Unit {
  const value = text[at];
  if (type === 'QUOTE_SINGLE' && value === "'") {
    return { at, length: 2, value };
  }
  if (type !== 'QUOTE_DOUBLE' || value !== '\\') {
    return { at, length: 1, value };
  }
  const escape = text[at + 1];
  if (escape === '\n' || escape === '\r') {
    return { at, length: 2, value: '' };
  }
  const digits = HEX_DIGITS[escape];
  if (digits === undefined) {
    return { at, length: 2, value: ESCAPED_SPACE[escape] ?? 'x' };
  }
  const code = parseInt(text.slice(at + 2, at + 2 + digits), 16);
  return { at, length: 2 + digits, value: String.fromCodePoint(code) };
}
