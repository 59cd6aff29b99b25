import type { ASTNode } from '@marcbachmann/cel-js';
import { at } from '../at';
import { isPlainObject } from '../tree';
import { ExpressionError } from './ExpressionError';
import { chainOf, childrenOf, LOOPS } from './syntax';

/** Chains such as `parameters.size` that are there, whatever was chosen. */
type Present = ReadonlySet<string>;

const NONE: Present = new Set();

/**
 * That an expression reads only what is there: a parameter that may be absent
 * only where `has()` has found it, and of an object only the fields that the
 * schema names.
 *
 * @param schema - JSON Schema of the parameters
 * @param roots - names that loops can't take
 * @throws ExpressionError
 */
export function checkReads(
  root: ASTNode,
  schema: unknown,
  roots: readonly string[],
): void {
  visit(root, NONE);

  function visit(node: ASTNode, present: Present): void {
    const chain = chainOf(node);
    if (chain?.[0] === 'parameters') {
      requirePresent(chain, node, present);
    } else if (node.op === 'call' && node.args[0] === 'has') {
      // What has() asks for may be absent, what it hangs on may not.
      node.args[1].flatMap(childrenOf).forEach(child => {
        if (chainOf(child)?.length !== 1) {
          visit(child, present);
        }
      });
    } else if (node.op === '&&') {
      visit(node.args[0], present);
      visit(node.args[1], union(present, presentIf(true, node.args[0])));
    } else if (node.op === '||') {
      visit(node.args[0], present);
      visit(node.args[1], union(present, presentIf(false, node.args[0])));
    } else if (node.op === '?:') {
      const [condition, yes, no] = node.args;
      visit(condition, present);
      visit(yes, union(present, presentIf(true, condition)));
      visit(no, union(present, presentIf(false, condition)));
    } else {
      refuseShadow(node);
      childrenOf(node).forEach(child => visit(child, present));
    }
  }

  function requirePresent(chain: string[], node: ASTNode, present: Present) {
    if (chain.length === 1) {
      throw new ExpressionError(
        '"parameters" alone has no place in an expression',
        node.range.start,
        'one of them by name, such as parameters.size',
      );
    }
    let holder: unknown = schema;
    chain.slice(1).forEach((name, index) => {
      const properties = at(holder, 'properties');
      const property = at(properties, name);
      const path = chain.slice(0, index + 2).join('.');
      if (isPlainObject(property)) {
        const required = at(holder, 'required');
        const isSure =
          property.default !== undefined ||
          (Array.isArray(required) && required.includes(name)) ||
          present.has(path);
        if (!isSure) {
          throw new ExpressionError(
            `${path} may be absent: it is not required and has no default`,
            node.range.start,
            `"has(${path}) ? ${path} : ..." here, or a default in the schema`,
          );
        }
      } else if (index > 0 && isClosed(holder)) {
        throw new ExpressionError(
          `No such key: ${name}`,
          node.range.start,
          `one of ${Object.keys(properties ?? {}).join(', ') || 'none'}`,
        );
      }
      holder = property;
    });
  }

  /** A loop's variable that hides a root would be taken for it here. */
  function refuseShadow(node: ASTNode): void {
    if (node.op === 'rcall' && LOOPS.includes(node.args[0])) {
      const variable = node.args[2][0];
      if (variable?.op === 'id' && roots.includes(variable.args)) {
        throw new ExpressionError(
          `"${variable.args}" can't be the name of a loop's variable`,
          variable.range.start,
        );
      }
    }
  }
}

/** What is surely there once a condition has come out so. */
function presentIf(outcome: boolean, node: ASTNode): Present {
  if (node.op === 'call' && node.args[0] === 'has') {
    const chain = outcome ? chainOf(node.args[1][0]) : undefined;
    return chain ? new Set([chain.join('.')]) : NONE;
  }
  if (node.op === '!_') {
    return presentIf(!outcome, node.args);
  }
  if (node.op === '&&' || node.op === '||') {
    const [left, right] = node.args.map(part => presentIf(outcome, part));
    return (node.op === '&&') === outcome
      ? union(left, right)
      : new Set([...left].filter(path => right.has(path)));
  }
  return NONE;
}

function union(one: Present, other: Present): Present {
  return other.size === 0 ? one : new Set([...one, ...other]);
}

/** Whether a schema admits no field but those that it names. */
function isClosed(schema: unknown): boolean {
  return (
    at(schema, 'type') === 'object' &&
    [undefined, false].includes(at(schema, 'additionalProperties') as undefined)
  );
}
