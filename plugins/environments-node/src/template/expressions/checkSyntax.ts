import type { ASTNode } from '@marcbachmann/cel-js';

const LOOPS = ['map', 'filter', 'all', 'exists', 'exists_one'];

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
 * @throws Error that names what is not admitted
 */
export function checkSyntax(root: ASTNode): void {
  visit(root, false);

  function visit(node: ASTNode, inLoop: boolean): void {
    if (node.op === 'call') {
      const [name, args] = node.args;
      admit(name, FUNCTIONS);
      args.forEach(argument => visit(argument, inLoop));
    } else if (node.op === 'rcall') {
      const [name, receiver, args] = node.args;
      admit(name, METHODS);
      const isLoop = LOOPS.includes(name);
      if (isLoop && inLoop) {
        throw new Error(`${name}() can't stand inside another loop`);
      }
      visit(receiver, inLoop);
      args.forEach(argument => visit(argument, inLoop || isLoop));
    } else if (typeof node.args === 'object' && node.args !== null) {
      for (const child of [node.args].flat(2)) {
        if (isNode(child)) {
          visit(child, inLoop);
        }
      }
    }
  }
}

function admit(name: string, admitted: string[]): void {
  if (!admitted.includes(name)) {
    throw new Error(
      `${name}() is not a function of templates; there are ${admitted.join(
        ', ',
      )}`,
    );
  }
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value;
}
