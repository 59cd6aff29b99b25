import { Composer, Lexer, Parser } from 'yaml';
import type { Document, LineCounter, ParsedNode } from 'yaml';
import { DocumentCost, tooMuch } from './DocumentCost';
import { SOURCE_LIMITS } from './sourceLimits';

/** A fault of a file at an offset into its text. */
export interface SourceFault {
  /** UTF-16 units from the file's start. */
  offset: number;
  message: string;
  expected?: string;
  /** JSON Pointer; the root if it can't be told. */
  path?: string;
}

/** A document as it is written, with what YAML has to say about it. */
export interface ComposedDocument {
  document: Document.Parsed<ParsedNode>;
  faults: SourceFault[];
}

// The lexer and parser keep their own stacks; composing calls itself for each
// level. Some levels more than the walk allows, since it tells better where.
const STACK = SOURCE_LIMITS.depth + 8;
/** Of what is too much: the others are mostly their echo. */
const FIRST_FAULTS = 3;

/**
 * Splits a file into documents without making a value of any. Nesting is
 * bounded while it is read, before anything calls itself for each level.
 */
export function composeDocuments(
  text: string,
  lines: LineCounter,
): { documents: ComposedDocument[]; faults: SourceFault[] } {
  const documents: ComposedDocument[] = [];
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({
    // Of YAML 1.1 nothing is read, whatever a document says of itself.
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    // Looked for in the walk: there it costs one look a key, not one for each pair.
    uniqueKeys: false,
  });
  const add = (composed: Iterable<Document.Parsed<ParsedNode>>) => {
    for (const document of composed) {
      documents.push({ document, faults: faultsOf(document, text) });
    }
  };

  if (text.length > SOURCE_LIMITS.fileCharacters) {
    const fault = tooMuch('too much text in one file', 'fileCharacters');
    return { documents, faults: [{ offset: 0, ...fault }] };
  }
  lines.addNewLine(0);
  const cost = new DocumentCost();
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      cost.add(token, parser.offset, lines);
      add(composer.next(token));
    }
    cost.addPiece();
    const excess =
      parser.stack.length > STACK
        ? tooMuch('nested too deeply', 'depth', 'levels')
        : cost.excess(parser.offset, lines);
    if (excess) {
      const fault = { offset: parser.offset, ...excess };
      return { documents, faults: [...firstOf(composer, text), fault] };
    }
  }
  for (const token of parser.end()) {
    add(composer.next(token));
  }
  add(composer.end());
  return {
    documents,
    faults: composer.streamInfo().errors.map(one => toFault(one, text)),
  };
}

/** What was wrong in the document that is not read to its end, which is why it is too much. */
function firstOf(composer: Composer, text: string): SourceFault[] {
  return [...composer.end()]
    .flatMap(({ errors }) => errors)
    .slice(0, FIRST_FAULTS)
    .map(error => toFault(error, text));
}

function faultsOf(
  document: Document.Parsed<ParsedNode>,
  text: string,
): SourceFault[] {
  // A warning means that a value is not read as it is written.
  const faults = [...document.errors, ...document.warnings].map(one =>
    toFault(one, text),
  );
  if (document.directives.yaml.version !== '1.2') {
    faults.push({
      offset: document.range[0],
      message: `YAML ${document.directives.yaml.version} reads some values otherwise`,
      expected: 'YAML 1.2, so no %YAML line',
    });
  }
  return faults;
}

function toFault(
  error: { pos: [number, number]; code: string; message: string },
  text: string,
): SourceFault {
  const offset = error.pos[0];
  const expected =
    error.code === 'TAB_AS_INDENT' ? 'spaces' : quotesFor(text, offset);
  return { offset, message: error.message, ...(expected && { expected }) };
}

/** Within braces and brackets YAML takes the brace of an expression for one of its own. */
function quotesFor(text: string, offset: number): string | undefined {
  if (!text.startsWith('${', offset - 1)) return undefined;
  const [rest] = /^[^{}"\n]{0,80}\}/.exec(
    text.slice(offset + 1, offset + 90),
  ) ?? ['…}'];
  return `quotes around the expression: "\${${rest}"`;
}
