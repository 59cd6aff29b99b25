import type { Entity } from '@backstage/catalog-model';
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Alias, LineCounter, ParsedNode } from 'yaml';
import { locateInScalar } from './locateInScalar';

/** A place in a file, both numbers from 1. @public */
export interface SourcePlace {
  line: number;
  /** In UTF-16 units, as editors count. */
  column: number;
}

/** A document of a YAML file: its values and where each is written. @public */
export interface SourceDocument {
  /** Plain JSON; that it is an entity is for others to check. */
  entity: Entity;
  /**
   * Where the value is that a JSON Pointer names: a text or number itself, the
   * key of a list or of fields below it. What is not there is where the nearest
   * above it is.
   *
   * @param offset - a character of a text, from 0
   */
  locate(path: string, offset?: number): SourcePlace;
}

/** What tells the places of a document. */
export interface SourceNodes {
  text: string;
  contents: ParsedNode;
  aliases: ReadonlyMap<Alias.Parsed, ParsedNode>;
  lines: LineCounter;
}

/**
 * Joins the values of a document and their places.
 *
 * @param read - asked once, and only where somebody wants a place
 */
export function createSourceDocument(
  entity: Entity,
  read: () => SourceNodes,
): SourceDocument {
  let nodes: SourceNodes | undefined;
  return {
    entity,
    locate(path, offset) {
      nodes ??= read();
      const { line, col } = nodes.lines.linePos(offsetOf(nodes, path, offset));
      return { line, column: col };
    },
  };
}

function offsetOf(
  { contents, aliases, text }: SourceNodes,
  path: string,
  offset: number | undefined,
): number {
  let node = contents;
  let start = contents.range[0];
  let isThere = true;
  for (const segment of segmentsOf(path)) {
    const child = childOf(node, segment);
    if (!child) {
      isThere = false;
      break;
    }
    const value = isAlias(child.value) ? aliases.get(child.value) : child.value;
    start = child.start;
    if (!value) {
      return start;
    }
    node = value;
    if (isScalar(node) ? node.range[1] > node.range[0] : isFlow(node)) {
      start = node.range[0];
    }
  }
  return offset !== undefined && isThere && isScalar(node)
    ? locateInScalar(text, node, offset)
    : start;
}

/** A child, and where to point if it has no place of its own. */
function childOf(
  node: ParsedNode,
  segment: string,
): { value: ParsedNode | null; start: number } | undefined {
  if (isMap<ParsedNode, ParsedNode | null>(node)) {
    const pair = node.items.find(
      ({ key }) => isScalar(key) && String(key.value) === segment,
    );
    return pair && { value: pair.value, start: pair.key.range[0] };
  }
  if (isSeq<ParsedNode>(node) && /^\d+$/.test(segment)) {
    const item = node.items[Number(segment)];
    return item && { value: item, start: item.range[0] };
  }
  return undefined;
}

function isFlow(node: ParsedNode): boolean {
  return (isMap(node) || isSeq(node)) && node.flow === true;
}

function segmentsOf(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .map(segment => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}
