import type { ExpressionContext } from '../expressions';
import { keyOfReads } from './keyOfReads';

function context(
  parameters: object,
  more: object = { owner: { name: 'a' } },
): ExpressionContext {
  return { parameters, ...more } as ExpressionContext;
}

describe('keyOfReads', () => {
  it('tells what has no expressions', () => {
    const tree = { a: ['b', { c: 1, d: null }] };
    expect(keyOfReads(tree, context({ size: 'S' }))).toBeUndefined();
  });

  it.each<[string, object, object]>([
    ['${parameters.size}', { size: 'S' }, { size: 'M' }],
    ['${parameters["size"]}', { size: 'S' }, { size: 'M' }],
    ["${parameters['size']}", { size: 'S' }, { size: 'M' }],
    ['${parameters . size}', { size: 'S' }, { size: 'M' }],
    ['${parameters.?size}', { size: 'S' }, { size: 'M' }],
    ['${parameters["si\\u007ae"]}', { size: 'S' }, { size: 'M' }],
    ['${string(size(parameters))}', { size: 'S' }, { size: 'S', more: 1 }],
    ['${has(parameters.size)}', { size: null }, {}],
    ['${parameters.other} x ${parameters.size}', { size: 1 }, { size: 2 }],
  ])('differs where %s may come out otherwise', (text, one, other) => {
    const tree = { spec: { list: [{ text }] } };
    expect(keyOfReads(tree, context(one))).not.toBe(
      keyOfReads(tree, context(other)),
    );
  });

  it('differs with the other variables that are read', () => {
    const tree = { a: '${owner.name}' };
    expect(keyOfReads(tree, context({}))).not.toBe(
      keyOfReads(tree, context({}, { owner: { name: 'b' } })),
    );
  });

  it('is the same where only something else changes', () => {
    const tree = { a: '${parameters.size}' };
    expect(keyOfReads(tree, context({ size: 'S', debug: true }))).toBe(
      keyOfReads(
        tree,
        context({ size: 'S', debug: false }, { owner: { name: 'b' } }),
      ),
    );
  });
});
