import type { JsonObject, JsonValue } from '@backstage/types';
import { pointer } from '../pointer';
import type { TemplateProblem } from '../TemplateProblem';
import { isPlainObject } from '../tree';
import { fromCel, toCel } from './celValues';
import { ExpressionCompiler } from './ExpressionCompiler';
import { EXPRESSION_BUDGET, spend } from './spend';
import { ExpressionError, toExpressionError } from './ExpressionError';
import { replaceTexts } from './replaceTexts';
import { rootsOf } from './roots';
import type { ExpressionContext, ExpressionScope } from './roots';
import { toSegments } from './segments';
import type { Segment } from './segments';
import { parametersIn } from './syntax';

/**
 * To compile takes longer than all else. A schema belongs to one template or
 * module, so what is kept with it is bounded by that one's expressions.
 */
const created = new WeakMap<
  JsonObject,
  Partial<Record<ExpressionScope, Expressions>>
>();

/**
 * The expressions of one template or module: CEL, with the parameters typed by
 * their schema. An expression's result is never looked at for further
 * expressions.
 */
export class Expressions {
  readonly #schema: unknown;
  readonly #scope: ExpressionScope;
  /** Of texts with expressions, which many renderings have in common. */
  readonly #segments = new Map<string, Segment[]>();
  /** Trees of one context are evaluated one after the other. */
  readonly #variables = new WeakMap<
    ExpressionContext,
    Record<string, unknown>
  >();
  #compilerOfValues?: ExpressionCompiler;
  #compilerOfChecks?: ExpressionCompiler;

  /** @param schema - JSON Schema of the parameters */
  static create(
    schema: JsonObject | undefined,
    scope: ExpressionScope = 'template',
  ): Expressions {
    if (!schema) {
      return new Expressions({}, scope);
    }
    const known = created.get(schema) ?? {};
    created.set(schema, known);
    known[scope] ??= new Expressions(schema, scope);
    return known[scope];
  }

  private constructor(schema: JsonObject, scope: ExpressionScope) {
    this.#schema = schema;
    this.#scope = scope;
  }

  /** Every fault that shows without knowing the parameters. */
  check(value: unknown, path: string): TemplateProblem[] {
    if (typeof value === 'string') {
      return attempt(path, () => {
        this.#typeOfText(value);
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

  /**
   * The CEL type of what a text with expressions comes to.
   *
   * @returns undefined when it is faulty, which {@link check} tells
   */
  typeOf(text: string): string | undefined {
    try {
      return this.#typeOfText(text);
    } catch {
      return undefined;
    }
  }

  /** Faults of bare CEL that must come out true or false. */
  checkCondition(source: string, path: string): TemplateProblem[] {
    return attempt(path, () => {
      this.#compiler.check(source, 'condition');
    });
  }

  /** Faults of bare CEL that also speaks of `object`, in a check. */
  checkCheck(source: string, path: string): TemplateProblem[] {
    return attempt(path, () => {
      this.#checks.check(source, 'check');
    });
  }

  /** Names of the parameters that a check without faults reads. */
  parametersOfCheck(source: string): string[] {
    return parametersIn(this.#checks.compile(source, 'check').ast);
  }

  /** Whether a check holds for `object`; what can't be told doesn't. */
  decideCheck(source: string, context: ExpressionContext): boolean {
    let holds = false;
    attempt('', () => {
      const { run } = this.#checks.compile(source, 'check');
      holds =
        run({
          ...this.#toVariables(context),
          object: toCel(context.object),
        }) === true;
    });
    return holds;
  }

  /** Names of the parameters that a condition without faults reads. */
  parametersIn(source: string): string[] {
    return parametersIn(this.#compiler.compile(source, 'condition').ast);
  }

  /** Whether a condition holds; problems when it can't be told. */
  decide(
    source: string,
    path: string,
    context: ExpressionContext,
  ): { holds: boolean; problems: TemplateProblem[] } {
    let holds = false;
    const problems = attempt(path, () => {
      const { run } = this.#compiler.compile(source, 'condition');
      holds = run(this.#toVariables(context)) === true;
    });
    return { holds, problems };
  }

  /**
   * The tree with the values of its expressions. What holds none is not copied,
   * so nobody may change what comes out.
   */
  evaluate(
    tree: unknown,
    path: string,
    context: ExpressionContext,
  ): { value: unknown; problems: TemplateProblem[] } {
    const problems: TemplateProblem[] = [];
    const variables = this.#toVariables(context);
    const budget = { ...EXPRESSION_BUDGET };
    // Nearly all of a tree is literal: a pointer is only made where it is needed.
    const keys: PropertyKey[] = [];

    const value = replaceTexts(tree, keys, text => {
      if (!text.includes('${')) {
        return text;
      }
      let result: JsonValue = null;
      problems.push(
        ...attempt(pointer(path, ...keys), () => {
          result = this.#evaluateText(text, variables);
          spend(result, budget);
        }),
      );
      return result;
    });
    return { value, problems };
  }

  /** Not all scopes of a template have expressions, and to declare the names takes long. */
  get #compiler(): ExpressionCompiler {
    this.#compilerOfValues ??= ExpressionCompiler.create(
      this.#schema,
      rootsOf(this.#scope),
    );
    return this.#compilerOfValues;
  }

  /** Few templates have checks. */
  get #checks(): ExpressionCompiler {
    this.#compilerOfChecks ??= ExpressionCompiler.create(this.#schema, {
      ...rootsOf(this.#scope),
      object: 'dyn',
    });
    return this.#compilerOfChecks;
  }

  /** Policies count, and CEL counts in a type of its own. */
  get #isPolicy(): boolean {
    return this.#scope === 'policy' || this.#scope === 'anyPolicy';
  }

  #toVariables(context: ExpressionContext): Record<string, unknown> {
    const variables = this.#variables.get(context) ?? {
      ...(this.#isPolicy ? (toCel(context) as object) : context),
      parameters: toCel(context.parameters, this.#schema),
    };
    this.#variables.set(context, variables);
    return variables;
  }

  #segmentsOf(source: string): Segment[] {
    const segments = this.#segments.get(source) ?? toSegments(source);
    this.#segments.set(source, segments);
    return segments;
  }

  #typeOfText(source: string): string {
    if (!source.includes('${')) {
      return 'string';
    }
    const segments = this.#segmentsOf(source);
    const use = segments.length > 1 ? 'text' : 'value';
    const types = segments.map(segment =>
      'expression' in segment
        ? within(
            segment,
            () => this.#compiler.check(segment.expression, use).type,
          )
        : 'string',
    );
    return types.length === 1 ? types[0] : 'string';
  }

  #evaluateText(source: string, variables: Record<string, unknown>): JsonValue {
    const segments = this.#segmentsOf(source);
    const use = segments.length > 1 ? 'text' : 'value';
    const values = segments.map(segment =>
      'text' in segment
        ? segment.text
        : within(segment, () => {
            const { run } = this.#compiler.compile(segment.expression, use);
            return fromCel(run(variables));
          }),
    );
    if (values.length === 1) {
      return values[0];
    }
    for (const value of values) {
      if (value === null || typeof value === 'object') {
        throw new Error("a list, a map or null can't be joined into a text");
      }
    }
    // Before they are joined: thousands may stand in one text.
    spend(values, { ...EXPRESSION_BUDGET });
    return values.join('');
  }
}

/** Places in an expression are told as places in the text around it. */
function within<T>(segment: { offset: number }, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { message, offset = 0, expected } = toExpressionError(error);
    const isUnknown = /^(Unknown variable|No such key)/.test(message);
    throw new ExpressionError(
      message,
      segment.offset + offset,
      expected && isUnknown
        ? `${expected}; or "$\${" where a literal "\${" is meant`
        : expected,
    );
  }
}

function attempt(path: string, work: () => void): TemplateProblem[] {
  try {
    work();
    return [];
  } catch (error) {
    const { message, offset, expected } = toExpressionError(error);
    return [
      {
        path,
        message,
        ...(expected !== undefined && { expected }),
        ...(offset !== undefined && { offset }),
      },
    ];
  }
}
