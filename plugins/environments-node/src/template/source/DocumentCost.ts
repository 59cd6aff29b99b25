import type { CST, LineCounter } from 'yaml';
import type { SourceFault } from './composeDocuments';
import { SOURCE_LIMITS } from './sourceLimits';

/** What the document that is being read has cost so far. */
export class DocumentCost {
  private pieces = 0;
  private documents = 0;
  private strayTokens = 0;
  private start = 0;
  private startLine = 0;

  addPiece(): void {
    this.pieces += 1;
  }

  add(token: CST.Token, offset: number, lines: LineCounter): void {
    if (token.type === 'error') {
      this.strayTokens += 1;
    }
    if (token.type === 'document') {
      this.documents += 1;
      this.pieces = 0;
      this.start = offset;
      this.startLine = lines.lineStarts.length;
    }
  }

  excess(offset: number, lines: LineCounter): Excess | undefined {
    if (this.documents > SOURCE_LIMITS.documents) {
      return tooMuch('too many documents in one file', 'documents', '');
    }
    if (this.strayTokens > SOURCE_LIMITS.strayTokens) {
      return tooMuch('too much that is no YAML', 'strayTokens', 'faults');
    }
    if (offset - this.start > SOURCE_LIMITS.characters) {
      return tooMuch('too much text', 'characters');
    }
    if (lines.lineStarts.length - this.startLine > SOURCE_LIMITS.lines) {
      return tooMuch('too long', 'lines');
    }
    return this.pieces > SOURCE_LIMITS.pieces
      ? tooMuch('too large', 'pieces', 'words and signs')
      : undefined;
  }
}

/** A limit that is passed. */
interface Excess extends Pick<SourceFault, 'message' | 'expected'> {}

/** Says what is too much, and how much may be. */
export function tooMuch(
  message: string,
  limit: keyof typeof SOURCE_LIMITS,
  unit: string = limit === 'lines' ? 'lines' : 'characters',
): Excess {
  const most = `${SOURCE_LIMITS[limit]} ${unit}`.trim();
  return { message, expected: `${most} at most` };
}
