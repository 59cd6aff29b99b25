import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { pointer } from '../pointer';
import { readSource } from './readSource';

const key = fc
  .oneof(fc.string({ minLength: 1, maxLength: 12 }), fc.constantFrom('<<', '~'))
  .filter(name => !['__proto__', 'constructor', 'prototype'].includes(name));
const scalar = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 200 }),
  fc.stringMatching(/^[a-z ${}'"\n\t\\]{0,200}$/),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const { tree } = fc.letrec<{ tree: unknown }>(tie => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const entity = fc.dictionary(key, tree, {
  minKeys: 1,
  maxKeys: 5,
  noNullPrototype: true,
});
const style = fc.record({
  lineWidth: fc.constantFrom(0, 20, 80),
  collectionStyle: fc.constantFrom('any', 'block', 'flow'),
  defaultStringType: fc.constantFrom(
    'PLAIN',
    'QUOTE_SINGLE',
    'QUOTE_DOUBLE',
    'BLOCK_LITERAL',
    'BLOCK_FOLDED',
  ),
  indent: fc.constantFrom(2, 4),
  defaultKeyType: fc.constant('QUOTE_DOUBLE' as const),
  aliasDuplicateObjects: fc.constant(false),
});

function* scalarsOf(
  value: unknown,
  path = '',
): Generator<{ path: string; value: unknown }> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield* scalarsOf(item, pointer(path, index));
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      yield* scalarsOf(item, pointer(path, name));
    }
  } else {
    yield { path, value };
  }
}

describe('readSource', () => {
  it('never throws, whatever the text', () => {
    const fragment = fc.constantFrom(
      ...['a: ', '- ', '\n', '  ', '\t', '{', '}', '[', ']', ',', '? ', ': '],
      ...['|\n', '>-\n', '"', "'", '&a ', '*a', '!!str ', '---\n', '...\n'],
      ...['<<: ', '%YAML 1.1\n', '#', '\\', '\r', '\uFEFF', '\0', '~', 'x'],
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(fragment, { maxLength: 60 }).map(parts => parts.join('')),
        ),
        text => {
          const { documents, problems } = readSource(text);
          for (const { line, column } of problems) {
            expect(line).toBeGreaterThan(0);
            expect(column).toBeGreaterThan(0);
            expect(line).toBeLessThanOrEqual(text.split('\n').length);
          }
          for (const document of documents) {
            for (const { path, value } of scalarsOf(document.entity)) {
              const place = document.locate(path, String(value).length);
              expect(place.line).toBeGreaterThan(0);
            }
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('gives back what was written, each text where it stands', () => {
    fc.assert(
      fc.property(entity, style, (value, options) => {
        const text = `# first\n${stringify(value, options as {})}`;
        const { documents, problems } = readSource(text);
        expect(problems).toEqual([]);
        // Not `value`: as a block, the library writes white space with losses.
        const read = parse(text);
        expect(documents[0].entity).toEqual(read);
        const lines = text.split('\n');
        for (const one of scalarsOf(read)) {
          const { line, column } = documents[0].locate(one.path);
          const rest = lines[line - 1].slice(column - 1);
          const isWord = ['number', 'boolean'].includes(typeof one.value);
          expect(isWord && !rest.startsWith(String(one.value))).toBe(false);
          if (typeof one.value === 'string') {
            expectCharacters(one.value, offset => {
              const place = documents[0].locate(one.path, offset);
              return lines[place.line - 1].slice(place.column - 1);
            });
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** Each letter stands where it is said to be; the rest may be escaped. */
function expectCharacters(value: string, at: (offset: number) => string) {
  const letters = [...value.matchAll(/[a-zA-Z${}]/g)];
  expect(letters.map(({ index }) => at(index)[0])).toEqual(
    letters.map(([letter]) => letter),
  );
}
