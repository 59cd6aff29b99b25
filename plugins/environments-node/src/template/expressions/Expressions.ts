import { Environment } from '@marcbachmann/cel-js';
import type { ParseResult } from '@marcbachmann/cel-js';
import type { JsonObject, JsonValue } from '@backstage/types';
import type { Problem } from '@sandlot/plugin-environments-common';
import { TEMPLATE_LIMITS } from '../limits';
import { pointer } from '../pointer';
import { isPlainObject } from '../tree';
import { celTypeOf, fromCel, toCel } from './celValues';
import { checkSyntax } from './checkSyntax';
import { toSegments } from './segments';

/** What expressions speak about. */
export interface ExpressionContext {
  parameters: JsonObject;
  environment: { id: string; name: string; namespace: string };
  owner: { ref: string; name: string };
  cluster: { name: string };
  template: { name: string; namespace: string; revision: string };
}

const ROOTS = {
  environment: { id: 'string', name: 'string', namespace: 'string' },
  owner: { ref: 'string', name: 'string' },
  cluster: { name: 'string' },
  template: { name: 'string', namespace: 'string', revision: 'string' },
} as const;

/** Types whose values can't be joined into a text. */
const NOT_TEXT = /^(list|map|null|\$)/;
/** Types whose values can't stand in a JSON document at all. */
const NOT_JSON = /^(bytes|google\.|type|uint|\$|CelNamespace)/;

/**
 * The expressions of one template: CEL, with the parameters typed by their
 * schema. An expression's result is never looked at for further expressions.
 */
export class Expressions {
  readonly #environment: Environment;
  readonly #schema: unknown;
  readonly #known: string;
  readonly #compiled = new Map<string, ParseResult>();

  /** @param schema - JSON Schema of the parameters */
  static create(schema: JsonObject | undefined): Expressions {
    return new Expressions(schema ?? {});
  }

  private constructor(schema: JsonObject) {
    const properties = isPlainObject(schema.properties)
      ? schema.properties
      : {};
    const types = Object.entries(properties).map(
      ([name, property]) => [name, celTypeOf(property)] as const,
    );
    const roots = { parameters: Object.fromEntries(types), ...ROOTS };
    this.#schema = schema;
    this.#known = Object.entries(roots)
      .flatMap(([root, fields]) =>
        Object.keys(fields).map(field => `${root}.${field}`),
      )
      .join(', ');
    this.#environment = new Environment({
      homogeneousAggregateLiterals: false,
      limits: {
        maxAstNodes: TEMPLATE_LIMITS.expressionNodes,
        maxDepth: TEMPLATE_LIMITS.expressionDepth,
      },
    });
    for (const [name, fields] of Object.entries(roots)) {
      this.#environment.registerVariable({ name, schema: fields });
    }
  }

  /** Every fault that shows without knowing the parameters. */
  check(value: unknown, path: string): Problem[] {
    if (typeof value === 'string') {
      return this.#attempt(path, () => {
        const segments = toSegments(value);
        for (const segment of segments) {
          if ('expression' in segment) {
            this.#compile(segment.expression, segments.length > 1);
          }
        }
      });
    }
    if (Array.isArray(value)) {
      return value.flatMap((item, index) =>
        this.check(item, pointer(path, index)),
      );
    }
    if (isPlainObject(value)) {
      return Object.entries(value).flatMap(([key, item]) => [
        ...(key.includes('${')
          ? [{ path, message: `the key "${key}" can't be an expression` }]
          : []),
        ...this.check(item, pointer(path, key)),
      ]);
    }
    return [];
  }

  /** A copy of the tree with the expressions' values in it. */
  evaluate(
    tree: unknown,
    path: string,
    context: ExpressionContext,
  ): { value: unknown; problems: Problem[] } {
    const problems: Problem[] = [];
    const variables = {
      ...context,
      parameters: toCel(context.parameters, this.#schema),
    };

    const visit = (value: unknown, at: string): unknown => {
      if (typeof value === 'string') {
        let result: JsonValue = null;
        problems.push(
          ...this.#attempt(at, () => {
            result = this.#evaluateText(value, variables);
          }),
        );
        return result;
      }
      if (Array.isArray(value)) {
        return value.map((item, index) => visit(item, pointer(at, index)));
      }
      if (isPlainObject(value)) {
        return Object.fromEntries(
          Object.entries(value).map(([key, item]) => [
            key,
            visit(item, pointer(at, key)),
          ]),
        );
      }
      return value;
    };

    return { value: visit(tree, path), problems };
  }

  #evaluateText(source: string, variables: Record<string, unknown>): JsonValue {
    const segments = toSegments(source);
    const values = segments.map(segment =>
      'text' in segment
        ? segment.text
        : fromCel(
            this.#compile(segment.expression, segments.length > 1)(variables),
          ),
    );
    if (values.length === 1) {
      return values[0];
    }
    for (const value of values) {
      if (value === null || typeof value === 'object') {
        throw new Error("a list, a map or null can't be joined into a text");
      }
    }
    return values.join('');
  }

  #compile(source: string, inText: boolean): ParseResult {
    const key = `${inText}:${source}`;
    const known = this.#compiled.get(key);
    if (known) {
      return known;
    }
    if (source.length > TEMPLATE_LIMITS.expressionCharacters) {
      throw new Error(
        `an expression has ${TEMPLATE_LIMITS.expressionCharacters} characters at most`,
      );
    }
    const program = this.#environment.parse(source);
    checkSyntax(program.ast);
    const { valid, type = 'dyn', error } = program.check();
    if (!valid) {
      throw error;
    }
    if (NOT_JSON.test(type)) {
      throw new Error(
        `"${source}" has no place in a JSON document; use string() or name one of its fields`,
      );
    }
    if (inText && NOT_TEXT.test(type)) {
      throw new Error(`"${source}" is a ${type} and can't be joined into text`);
    }
    this.#compiled.set(key, program);
    return program;
  }

  #attempt(path: string, work: () => void): Problem[] {
    try {
      work();
      return [];
    } catch (error) {
      const { summary, message } = error as { summary?: string } & Error;
      const what = summary ?? message;
      const isUnknown = /^(Unknown variable|No such key)/.test(what);
      return [
        {
          path,
          message: what,
          ...(isUnknown && {
            expected: `one of ${
              this.#known
            }; or "$\${" where a literal "\${" is meant`,
          }),
        },
      ];
    }
  }
}
