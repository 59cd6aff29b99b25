import { pointer } from '../pointer';
import type { TemplateProblem } from '../TemplateProblem';
import { isPlainObject } from '../tree';
import type { PlainObject } from '../tree';

/** Keywords with a schema, with a list of them, and with named ones. */
const ONE = [
  'additionalProperties',
  'additionalItems',
  'contains',
  'else',
  'if',
  'items',
  'not',
  'propertyNames',
  'then',
];
const LISTS = ['allOf', 'anyOf', 'oneOf', 'items'];
const NAMED = [
  'definitions',
  'dependencies',
  'patternProperties',
  'properties',
];

/** `ui` anywhere but in the properties at the top, where nothing would read it. */
export function misplacedUi(schema: unknown, path: string): TemplateProblem[] {
  const found: TemplateProblem[] = [];
  visit(schema, path, 0);
  return found;

  function visit(node: unknown, at: string, depth: number): void {
    if (!isPlainObject(node)) {
      return;
    }
    const isProperty =
      depth === 1 && at.startsWith(pointer(path, 'properties', ''));
    if (node.ui !== undefined && !isProperty) {
      found.push({
        path: pointer(at, 'ui'),
        message: 'only a parameter at the top can say how it is asked for',
        expected: 'ui in one of the properties of spec.parameters',
      });
    }
    for (const [keys, child] of childrenOf(node)) {
      visit(child, pointer(at, ...keys), depth + 1);
    }
  }
}

function childrenOf(schema: PlainObject): [PropertyKey[], unknown][] {
  return [
    ...ONE.map((key): [PropertyKey[], unknown] => [[key], schema[key]]),
    ...LISTS.flatMap(key =>
      (Array.isArray(schema[key]) ? (schema[key] as unknown[]) : []).map(
        (item, index): [PropertyKey[], unknown] => [[key, index], item],
      ),
    ),
    ...NAMED.flatMap(key =>
      Object.entries(
        isPlainObject(schema[key]) ? (schema[key] as PlainObject) : {},
      ).map(([name, item]): [PropertyKey[], unknown] => [[key, name], item]),
    ),
  ];
}
