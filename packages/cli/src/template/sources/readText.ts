import { readSource } from '@sandlot/plugin-environments-node';
import type { Source } from '@sandlot/plugin-environments-node';
import { NOT_UTF8 } from './decodeText';
import type { SourceFile } from './SourceFile';

/** Reads a file, unless it is of another encoding. */
export function readText(
  { text, isUtf8 }: SourceFile,
  root?: 'object' | 'list',
): Source {
  if (isUtf8) {
    return readSource(text, root);
  }
  const before = text.slice(0, Math.max(text.indexOf('\uFFFD'), 0)).split('\n');
  const place = { line: before.length, column: before.at(-1)!.length + 1 };
  return { documents: [], problems: [{ path: '', ...NOT_UTF8, ...place }] };
}
