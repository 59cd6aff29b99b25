import type { ASTNode } from '@marcbachmann/cel-js';
import { TEMPLATE_LIMITS } from '../limits';
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

/** Where a node stands: in a loop's body, or in the list that a loop goes over. */
interface Position {
  loop?: 'body' | 'range';
}

/**
 * Bounds steps and memory of an expression before it is ever run. Without
 * loops a result is no larger than its leaves together: nodes times the largest
 * value. `join` keeps to that, since its separator is a literal. A loop goes
 * over a list that no `+` and no other loop but a `filter` has made, hence no
 * longer than one that was given or written out; what its body makes of an item
 * is no larger than the few values that the body's additions put together. With
 * few loops, and none within another, the whole stays below
 *
 *     longest list x (loops + additions in loops) x largest text + nodes x largest value
 */
export function checkSyntax(root: ASTNode): void {
  let loops = 0;
  let additions = 0;
  visit(root, {});

  function visit(node: ASTNode, position: Position): void {
    if (node.op === 'call') {
      const [name, args] = node.args;
      admit(name, FUNCTIONS, node);
      args.forEach(argument => visit(argument, position));
    } else if (node.op === 'rcall') {
      const [name, receiver, args] = node.args;
      admit(name, METHODS, node);
      if (LOOPS.includes(name)) {
        visitLoop(name, receiver, args, position);
      } else {
        if (name === 'join') {
          checkJoin(node, args, position);
        }
        visit(receiver, position);
        args.forEach(argument => visit(argument, position));
      }
    } else {
      if (node.op === '+') {
        countAddition(node, position);
      }
      childrenOf(node).forEach(child => visit(child, position));
    }
  }

  function visitLoop(
    name: string,
    receiver: ASTNode,
    args: ASTNode[],
    { loop }: Position,
  ): void {
    loops += 1;
    if (loop === 'body') {
      refuse(`${name}() can't stand inside another loop`, receiver);
    }
    if (loop === 'range' && name !== 'filter') {
      refuse(
        `a loop can't go over what ${name}() has made`,
        receiver,
        'one map() with all of it, over the list itself or a filter() of it',
      );
    }
    if (loops > TEMPLATE_LIMITS.expressionLoops) {
      refuse(
        'too many loops in one expression',
        receiver,
        `${TEMPLATE_LIMITS.expressionLoops} at most`,
      );
    }
    visit(receiver, { loop: 'range' });
    args.forEach(argument => visit(argument, { loop: 'body' }));
  }

  function countAddition(node: ASTNode, { loop }: Position): void {
    if (loop === 'range') {
      refuse('a loop can\'t go over what "+" has made', node);
    }
    additions += loop === 'body' ? 1 : 0;
    if (additions > TEMPLATE_LIMITS.loopAdditions) {
      refuse(
        'too many "+" inside loops',
        node,
        `${TEMPLATE_LIMITS.loopAdditions} at most`,
      );
    }
  }
}

/** A text between the items would multiply with them. */
function checkJoin(node: ASTNode, args: ASTNode[], { loop }: Position): void {
  if (loop !== undefined) {
    refuse("join() can't stand inside a loop", node);
  }
  const isLiteral = args.every(
    ({ op, args: value }) => op === 'value' && typeof value === 'string',
  );
  if (!isLiteral) {
    refuse(
      'what join() puts between the items must be written out',
      node,
      'a text in quotes, such as join(", ")',
    );
  }
}

function admit(name: string, admitted: string[], node: ASTNode): void {
  if (!admitted.includes(name)) {
    refuse(
      `${name}() is not a function of templates; there are ${admitted.join(
        ', ',
      )}`,
      node,
    );
  }
}

/** @throws ExpressionError that names what is not admitted */
function refuse(message: string, { range }: ASTNode, expected?: string): never {
  throw new ExpressionError(message, range.start, expected);
}
