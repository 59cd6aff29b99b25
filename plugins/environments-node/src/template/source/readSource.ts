import type { Entity } from '@backstage/catalog-model';
import type { Problem } from '@sandlot/plugin-environments-common';
import { isMap, isSeq, LineCounter } from 'yaml';
import { composeDocuments } from './composeDocuments';
import type { ComposedDocument, SourceFault } from './composeDocuments';
import { readValues } from './readValues';
import { createSourceDocument } from './SourceDocument';
import type {
  SourceDocument,
  SourceNodes,
  SourcePlace,
} from './SourceDocument';
import { SOURCE_LIMITS } from './sourceLimits';

/** A fault with its place in the file. @public */
export type SourceProblem = Problem & SourcePlace;

/** What a file holds. @public */
export interface Source {
  /** Those without faults, in their order. Empty ones are left out. */
  documents: SourceDocument[];
  /** By their place in the file. */
  problems: SourceProblem[];
}

/**
 * Reads a YAML file of one or more documents. Whatever the text is, this ends
 * in bounded time and with sentences: syntax, keys that are there twice or
 * reach a prototype, merge keys, aliases that multiply, too much of anything.
 *
 * @param root - what each document is to be
 *
 * @public
 */
export function readSource(
  text: string,
  root: 'object' | 'list' = 'object',
): Source {
  const lines = new LineCounter();
  const composed = composeDocuments(text, lines);
  const documents: SourceDocument[] = [];
  const faults = [...composed.faults];
  const readAgain = nodesOf(text);
  for (const [index, one] of composed.documents.entries()) {
    const result = readDocument(one, root, () => readAgain(index));
    if (Array.isArray(result)) {
      faults.push(...result);
    } else if (result) {
      documents.push(result);
    }
  }
  return {
    documents,
    problems: faults
      .sort((one, other) => one.offset - other.offset)
      .map(fault => toProblem(fault, lines)),
  };
}

function readDocument(
  { document, faults }: ComposedDocument,
  root: 'object' | 'list',
  readAgain: () => SourceNodes,
): SourceDocument | SourceFault[] | undefined {
  if (faults.length > 0) {
    return faults.slice(0, SOURCE_LIMITS.problems);
  }
  const { contents } = document;
  const read = readValues(document);
  if (read.faults.length > 0) {
    return read.faults.slice(0, SOURCE_LIMITS.problems);
  }
  if (read.value === null) {
    return undefined;
  }
  if (root === 'list' ? !isSeq(contents) : !isMap(contents)) {
    return [
      {
        offset: contents?.range[0] ?? 0,
        message: `this document is no ${root}`,
        expected:
          root === 'list'
            ? 'items, each after "- "'
            : 'fields, each as "name: value"',
      },
    ];
  }
  return createSourceDocument(read.value as Entity, readAgain);
}

/**
 * Nodes take many times the room of their text and few files have faults, so they are not
 * kept; the file is read once more where a place in it is wanted.
 */
function nodesOf(text: string): (index: number) => SourceNodes {
  let again: { lines: LineCounter; documents: ComposedDocument[] } | undefined;
  return index => {
    if (!again) {
      const lines = new LineCounter();
      again = { lines, documents: composeDocuments(text, lines).documents };
    }
    const { document } = again.documents[index];
    const { aliases } = readValues(document);
    return { text, contents: document.contents!, aliases, lines: again.lines };
  };
}

function toProblem(
  { offset, path = '', message, expected }: SourceFault,
  lines: LineCounter,
): SourceProblem {
  const { line, col } = lines.linePos(offset);
  return {
    path,
    message,
    ...(expected && { expected }),
    line: Math.max(line, 1),
    column: Math.max(col, 1),
  };
}
