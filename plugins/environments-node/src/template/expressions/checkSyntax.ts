import type { ASTNode } from '@marcbachmann/cel-js';
import { ExpressionError } from './ExpressionError';
import { childrenOf, LOOPS } from './syntax';

/**
 * What templates may call. Left out: what could run away (`matches` by
 * backtracking, `split` and `cel.bind` by growing), and time and bytes, which
 * Kubernetes objects have no place for.
 */
const FUNCTIONS = ['bool', 'double', 'dyn', 'has', 'int', 'size', 'string'];
const METHODS = [
  ...LOOPS,
  'contains',
  'endsWith',
  'indexOf',
  'join',
  'lastIndexOf',
  'lowerAscii',
  'size',
  'startsWith',
  'substring',
  'trim',
  'upperAscii',
];

/**
 * Bounds the steps of an expression before it is ever run: known functions
 * only, and no loop within a loop.
 *
 * @throws ExpressionError that names what is not admitted
 */
export function checkSyntax(root: ASTNode): void {
  visit(root, false);

  function visit(node: ASTNode, inLoop: boolean): void {
    if (node.op === 'call') {
      const [name, args] = node.args;
      admit(name, FUNCTIONS, node);
      args.forEach(argument => visit(argument, inLoop));
    } else if (node.op === 'rcall') {
      const [name, receiver, args] = node.args;
      admit(name, METHODS, node);
      const isLoop = LOOPS.includes(name);
      if (isLoop && inLoop) {
        throw new ExpressionError(
          `${name}() can't stand inside another loop`,
          node.range.start,
        );
      }
      visit(receiver, inLoop);
      args.forEach(argument => visit(argument, inLoop || isLoop));
    } else {
      childrenOf(node).forEach(child => visit(child, inLoop));
    }
  }
}

function admit(name: string, admitted: string[], node: ASTNode): void {
  if (!admitted.includes(name)) {
    throw new ExpressionError(
      `${name}() is not a function of templates; there are ${admitted.join(
        ', ',
      )}`,
      node.range.start,
    );
  }
}
