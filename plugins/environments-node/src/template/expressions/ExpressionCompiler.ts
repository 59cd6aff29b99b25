import { Environment } from '@marcbachmann/cel-js';
import type { ASTNode, ParseResult } from '@marcbachmann/cel-js';
import { TEMPLATE_LIMITS } from '../limits';
import { isPlainObject } from '../tree';
import { celTypeOf } from './celValues';
import { checkReads } from './checkReads';
import { checkSyntax } from './checkSyntax';
import { ExpressionError, toExpressionError } from './ExpressionError';
import { RESERVED_NAMES } from './roots';
import type { Roots } from './roots';

/** Types whose values can't be joined into a text. */
const NOT_TEXT = /^(list|map|null|\$)/;
/** Types whose values can't stand in a JSON document at all. */
const NOT_JSON = /^(bytes|google\.|type|uint|\$|CelNamespace)/;

/**
 * What is done with the result: it stands for itself, is joined into a text,
 * decides (`condition`), or decides about a cluster's object (`check`).
 */
export type ExpressionUse = 'value' | 'text' | 'condition' | 'check';

export interface Compiled {
  run: ParseResult;
  /** CEL type of the result; `dyn` where only the evaluation tells. */
  type: string;
  ast: ASTNode;
}

/** Of the same names for all templates: to declare one takes as long as to compile an expression. */
const environments = new Map<string, Environment>();

function environmentOf(roots: Roots): Environment {
  const key = JSON.stringify(roots);
  const known = environments.get(key) ?? register(newEnvironment(), roots);
  environments.set(key, known);
  return known;
}

function newEnvironment(): Environment {
  return new Environment({
    homogeneousAggregateLiterals: false,
    limits: {
      maxAstNodes: TEMPLATE_LIMITS.expressionNodes,
      maxDepth: TEMPLATE_LIMITS.expressionDepth,
    },
  });
}

function register(environment: Environment, roots: Roots): Environment {
  for (const [name, fields] of Object.entries(roots)) {
    environment.registerVariable(
      typeof fields === 'string'
        ? { name, type: fields }
        : { name, schema: fields },
    );
  }
  return environment;
}

/** Turns the source of expressions of one scope into what can be run. */
export class ExpressionCompiler {
  readonly #environment: Environment;
  readonly #schema: unknown;
  readonly #known: string;
  readonly #compiled = new Map<string, Compiled>();

  static create(schema: unknown, roots: Roots): ExpressionCompiler {
    return new ExpressionCompiler(schema, roots);
  }

  private constructor(schema: unknown, roots: Roots) {
    const properties =
      isPlainObject(schema) && isPlainObject(schema.properties)
        ? schema.properties
        : {};
    const all: Roots = {
      parameters: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [
          name,
          celTypeOf(property),
        ]),
      ),
      ...roots,
    };
    this.#schema = schema;
    this.#known = Object.entries(all)
      .flatMap(([root, fields]) =>
        typeof fields === 'string'
          ? [root]
          : Object.keys(fields).map(field => `${root}.${field}`),
      )
      .join(', ');
    const { parameters } = all;
    this.#environment = Object.hasOwn(roots, 'parameters')
      ? environmentOf(roots)
      : register(environmentOf(roots).clone(), { parameters });
  }

  /** @throws ExpressionError with the place in the source */
  compile(source: string, use: ExpressionUse): Compiled {
    const key = `${use}:${source}`;
    const known = this.#compiled.get(key);
    if (known) {
      return known;
    }
    try {
      const compiled = this.#compile(source, use);
      this.#compiled.set(key, compiled);
      return compiled;
    } catch (error) {
      throw this.#explain(error);
    }
  }

  /**
   * As {@link compile}, and that nothing is read that may be absent. Apart from
   * it because a revision that was published before this rule still renders.
   */
  check(source: string, use: ExpressionUse): Compiled {
    const compiled = this.compile(source, use);
    checkReads(compiled.ast, this.#schema, RESERVED_NAMES);
    return compiled;
  }

  #compile(source: string, use: ExpressionUse): Compiled {
    if (source.length > TEMPLATE_LIMITS.expressionCharacters) {
      throw new ExpressionError(
        `an expression has ${TEMPLATE_LIMITS.expressionCharacters} characters at most`,
      );
    }
    if (
      (use === 'condition' || use === 'check') &&
      source.trimStart().startsWith('${')
    ) {
      throw new ExpressionError('CEL stands here bare, without ${}', 0);
    }
    const run = this.#environment.parse(source);
    checkSyntax(run.ast);
    const { valid, type = 'dyn', error } = run.check();
    if (!valid) {
      throw error;
    }
    requireFit(source, type, use);
    return { run, type, ast: run.ast };
  }

  #explain(error: unknown): ExpressionError {
    const { message, offset, expected } = toExpressionError(error);
    const isUnknown = /^(Unknown variable|No such key)/.test(message);
    return new ExpressionError(
      message,
      offset,
      expected ?? (isUnknown ? `one of ${this.#known}` : undefined),
    );
  }
}

function requireFit(source: string, type: string, use: ExpressionUse): void {
  if (use === 'condition' || use === 'check') {
    const isOpen = use === 'check' && type === 'dyn';
    if (type !== 'bool' && !isOpen) {
      throw new ExpressionError(
        type === 'dyn'
          ? `whether "${source}" is true or false shows only in use`
          : `"${source}" is of type ${type.replace(/^\$/, '')}`,
        0,
        'a condition, which is true or false, such as a comparison',
      );
    }
    return;
  }
  if (NOT_JSON.test(type)) {
    throw new ExpressionError(
      `"${source}" has no place in a JSON document; use string() or name one of its fields`,
      0,
    );
  }
  if (use === 'text' && NOT_TEXT.test(type)) {
    throw new ExpressionError(
      `"${source}" is of type ${type} and can't be joined into text`,
      0,
    );
  }
}
