import type { Entity } from '@backstage/catalog-model';
import type { Problem } from '@sandlot/plugin-environments-common';
import { isMap, LineCounter } from 'yaml';
import { composeDocuments } from './composeDocuments';
import type { ComposedDocument, SourceFault } from './composeDocuments';
import { readValues } from './readValues';
import { createSourceDocument } from './SourceDocument';
import type { SourceDocument, SourcePlace } from './SourceDocument';
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
 * @public
 */
export function readSource(text: string): Source {
  const lines = new LineCounter();
  const composed = composeDocuments(text, lines);
  const documents: SourceDocument[] = [];
  const faults = [...composed.faults];
  for (const one of composed.documents) {
    const result = readDocument(one, text, lines);
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
  text: string,
  lines: LineCounter,
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
  if (!isMap(contents)) {
    return [
      {
        offset: contents?.range[0] ?? 0,
        message: 'this document is no object',
        expected: 'fields such as "apiVersion:" and "kind:"',
      },
    ];
  }
  return createSourceDocument({
    entity: read.value as Entity,
    text,
    contents,
    aliases: read.aliases,
    lines,
  });
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
