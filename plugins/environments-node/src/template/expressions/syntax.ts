import type { ASTNode } from '@marcbachmann/cel-js';

export const LOOPS = ['map', 'filter', 'all', 'exists', 'exists_one'];

/** The nodes directly below a node. */
export function childrenOf(node: ASTNode): ASTNode[] {
  const { args } = node;
  if (isNode(args)) {
    return [args];
  }
  return Array.isArray(args) ? (args as unknown[]).flat(2).filter(isNode) : [];
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value;
}

/**
 * The names of a chain such as `parameters.size` or `parameters["size"]`, the
 * root first; undefined for anything else.
 */
export function chainOf(node: ASTNode): string[] | undefined {
  if (node.op === 'id') {
    return [node.args];
  }
  if (node.op === '.') {
    const [receiver, name] = node.args;
    const chain = chainOf(receiver);
    return chain && [...chain, name];
  }
  if (node.op === '[]') {
    const [receiver, key] = node.args;
    const chain = chainOf(receiver);
    return chain && key.op === 'value' && typeof key.args === 'string'
      ? [...chain, key.args]
      : undefined;
  }
  return undefined;
}

/** Names of the parameters that an expression reads or asks for. */
export function parametersIn(node: ASTNode): string[] {
  const [root, name] = chainOf(node) ?? [];
  return root === 'parameters' && name !== undefined
    ? [name]
    : childrenOf(node).flatMap(parametersIn);
}
