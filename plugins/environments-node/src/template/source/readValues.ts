import { isAlias, isScalar, isSeq } from 'yaml';
import type { Alias, Document, Pair, ParsedNode, Scalar } from 'yaml';
import { pointer } from '../pointer';
import { PROTOTYPE_KEYS } from '../tree';
import type { PlainObject } from '../tree';
import type { SourceFault } from './composeDocuments';
import { SOURCE_LIMITS } from './sourceLimits';

/** The values of a document and which node each alias stands for. */
export interface ReadValues {
  /** Plain JSON; of use only if there are no faults. */
  value: unknown;
  aliases: ReadonlyMap<Alias.Parsed, ParsedNode>;
  faults: SourceFault[];
}

/** Ends the walk at the first limit that is passed. */
class LimitReached extends Error {}

/**
 * Makes plain JSON of a document. Refuses what would be lost or read in two
 * ways: a key that is there twice, one that reaches an object's prototype,
 * merge keys, numbers that JSON can't hold. Aliases are followed and counted,
 * so one that multiplies ends at the limits and not in the memory.
 */
export function readValues(document: Document.Parsed<ParsedNode>): ReadValues {
  const faults: SourceFault[] = [];
  const aliases = new Map<Alias.Parsed, ParsedNode>();
  const anchors = new Map<string, ParsedNode>();
  const open = new Set<ParsedNode>();
  let values = 0;
  let characters = 0;
  let followed = 0;

  function read(
    node: ParsedNode | null | undefined,
    path: string,
    depth: number,
    offset: number,
  ): unknown {
    values += 1;
    const at = node?.range[0] ?? offset;
    if (depth > SOURCE_LIMITS.depth) {
      return stop(at, path, 'nested too deeply', 'depth', 'levels');
    }
    if (values > SOURCE_LIMITS.values) {
      return stop(at, path, 'too large', 'values', 'values');
    }
    if (!node) {
      return null;
    }
    if (isAlias(node)) {
      return follow(node, path, depth);
    }
    if (node.anchor) {
      anchors.set(node.anchor, node);
    }
    if (isScalar(node)) {
      return readScalar(node, path);
    }
    open.add(node);
    const value = isSeq<ParsedNode>(node)
      ? node.items.map((item, index) =>
          read(item, pointer(path, index), depth + 1, at),
        )
      : readMap(node.items, path, depth);
    open.delete(node);
    return value;
  }

  function follow(node: Alias.Parsed, path: string, depth: number): unknown {
    const [offset] = node.range;
    const target = anchors.get(node.source);
    followed += 1;
    if (followed > SOURCE_LIMITS.aliases) {
      return stop(offset, path, 'too many aliases', 'aliases', 'of them');
    }
    if (!target) {
      return fault(offset, path, `no anchor "&${node.source}" before it`);
    }
    if (open.has(target)) {
      return fault(offset, path, `"*${node.source}" holds itself`);
    }
    aliases.set(node, target);
    values -= 1;
    return read(target, path, depth, offset);
  }

  function readMap(
    items: Pair<ParsedNode, ParsedNode | null>[],
    path: string,
    depth: number,
  ): PlainObject {
    const object: PlainObject = {};
    for (const { key, value } of items) {
      const [offset] = key.range;
      const name = readKey(key, path);
      if (name === undefined) {
        continue;
      }
      const place = pointer(path, name);
      if (Object.hasOwn(object, name)) {
        fault(offset, place, `"${name}" is there twice`);
      } else if (PROTOTYPE_KEYS.includes(name)) {
        fault(offset, place, `"${name}" can't be a key`);
      } else {
        count(name, offset, place);
        object[name] = read(value, place, depth + 1, offset);
      }
    }
    return object;
  }

  function readKey(key: ParsedNode, path: string): string | undefined {
    const [offset] = key.range;
    if (!isScalar(key) || key.value === null || key.value === undefined) {
      return fault(offset, path, 'this is no key', 'a text before the colon');
    }
    if (key.anchor) {
      anchors.set(key.anchor, key);
    }
    if (key.value === '<<' && key.type === 'PLAIN') {
      const message = 'merge keys ("<<") are not read';
      return fault(offset, path, message, 'the fields themselves');
    }
    return String(key.value);
  }

  function readScalar(node: Scalar.Parsed, path: string): unknown {
    const [offset] = node.range;
    const { value, source } = node;
    if (typeof value === 'string') {
      count(value, offset, path);
    }
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return fault(offset, path, `"${source}" is not a number in JSON`);
    }
    if (
      typeof value === 'number' &&
      /^[-+]?\d+$/.test(source) &&
      !Number.isSafeInteger(value)
    ) {
      const message = `${source} is too large to be kept digit by digit`;
      return fault(offset, path, message, 'the number in quotes');
    }
    // `-0` is written as "0" again in JSON.
    return value === 0 ? 0 : value;
  }

  function count(text: string, offset: number, path: string): void {
    characters += text.length;
    if (characters > SOURCE_LIMITS.characters) {
      stop(offset, path, 'too much text', 'characters', 'characters');
    }
  }

  function fault(
    offset: number,
    path: string,
    message: string,
    expected?: string,
  ): undefined {
    faults.push({ offset, path, message, ...(expected && { expected }) });
    return undefined;
  }

  function stop(
    offset: number,
    path: string,
    message: string,
    limit: keyof typeof SOURCE_LIMITS,
    unit: string,
  ): never {
    fault(offset, path, message, `${SOURCE_LIMITS[limit]} ${unit} at most`);
    throw new LimitReached();
  }

  try {
    return { value: read(document.contents, '', 0, 0), aliases, faults };
  } catch (error) {
    if (error instanceof LimitReached) {
      return { value: undefined, aliases, faults };
    }
    throw error;
  }
}
