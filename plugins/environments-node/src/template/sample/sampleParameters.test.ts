import fc from 'fast-check';
import type { JsonObject } from '@backstage/types';
import { validateParameters } from '../parameters/validateParameters';
import { storedTemplate, testEntity } from '../testTemplate';
import { sampleParameters } from './sampleParameters';

function templateOf(properties: JsonObject) {
  return storedTemplate(testEntity([], properties, Object.keys(properties)));
}

function sampleOf(property: JsonObject) {
  return sampleParameters(templateOf({ x: property }))?.x;
}

const bounds = fc
  .tuple(fc.integer({ min: -50, max: 50 }), fc.nat({ max: 20 }))
  .map(([low, more]) => [low, low + more]);
const number = fc
  .tuple(
    fc.constantFrom('integer', 'number'),
    bounds,
    fc.subarray(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum']),
    fc.option(fc.integer({ min: 1, max: 7 })),
  )
  .map(([type, [low, high], keywords, step]) => ({
    type,
    ...Object.fromEntries(
      keywords.map(word => [word, word.endsWith('inimum') ? low : high]),
    ),
    ...(step && { multipleOf: step }),
  }));
const text = fc
  .tuple(
    fc.option(fc.nat({ max: 12 })),
    fc.option(fc.integer({ min: 12, max: 20 })),
    fc.option(fc.constantFrom('^[a-z]+$', '^[0-9]{3}$', '^[a-z0-9.-]*$')),
    fc.option(fc.constantFrom('email', 'uri', 'date', 'ipv4')),
  )
  .map(([minLength, maxLength, pattern, format]) => ({
    type: 'string',
    ...(minLength !== null && { minLength }),
    ...(maxLength !== null && { maxLength }),
    ...(pattern && { pattern }),
    ...(format && { format }),
  }));
const choice = fc.oneof(
  fc
    .uniqueArray(fc.string(), { minLength: 1 })
    .map(values => ({ type: 'string', enum: values })),
  fc.uniqueArray(fc.integer(), { minLength: 1 }).map(values => ({
    type: 'integer',
    oneOf: values.map(one => ({ const: one })),
  })),
  fc.constant({ type: 'boolean' }),
);
const leaf = fc.oneof(number, text, choice);
const list = fc
  .tuple(leaf, fc.nat({ max: 4 }), fc.boolean())
  .map(([items, minItems, uniqueItems]) => ({
    type: 'array',
    items,
    minItems,
    uniqueItems,
  }));
const object = fc
  .dictionary(fc.constantFrom('a', 'b', 'c'), leaf)
  .map(properties => ({
    type: 'object',
    properties,
    required: Object.keys(properties).slice(0, 1),
  }));
const schemas = fc.dictionary(
  fc.constantFrom('one', 'two', 'three'),
  fc.oneof(leaf, list, object),
);

describe('sampleParameters', () => {
  it('fits, when there is one, and mostly there is', () => {
    let found = 0;
    fc.assert(
      fc.property(schemas, properties => {
        const template = templateOf(properties as JsonObject);
        const sample = sampleParameters(template);
        found += sample ? 1 : 0;
        expect(
          sample ? validateParameters(template, sample).problems : [],
        ).toEqual([]);
      }),
      { numRuns: 150 },
    );
    // Else this would show nothing.
    expect(found).toBeGreaterThan(40);
  });

  it.each<[JsonObject, unknown]>([
    [{ type: 'string', enum: ['M', 'S'] }, 'M'],
    [{ type: 'string', oneOf: [{ const: 'L' }, { const: 'M' }] }, 'L'],
    [{ type: 'string', const: 'only' }, 'only'],
    [{ type: 'string' }, 'example'],
    [{ type: 'string', maxLength: 3 }, 'exa'],
    [{ type: 'string', minLength: 9 }, 'examplexx'],
    [{ type: 'string', pattern: '^z', examples: ['zone'] }, 'zone'],
    [{ type: 'string', pattern: '^zone-[0-9]+$' }, undefined],
    [{ type: 'string', minLength: 1_000_000_000 }, undefined],
    [{ type: 'integer', minimum: 3 }, 3],
    [{ type: 'integer', exclusiveMinimum: 3 }, 4],
    [{ type: 'integer', maximum: -2 }, -2],
    [{ type: 'number' }, 1],
    [{ type: 'boolean' }, false],
    [
      { type: 'array', items: { type: 'string' }, minItems: 2 },
      ['example', 'example2'],
    ],
    [{ type: 'string', ui: { picker: 'cluster' } }, 'example'],
    [
      {
        type: 'string',
        ui: { picker: 'catalog', filter: { kind: ['Resource'] } },
      },
      'resource:default/example',
    ],
  ])('%j: %j', (property, value) => {
    expect(sampleOf(property)).toEqual(value);
  });

  it('leaves out what has a default or need not be chosen', () => {
    const template = storedTemplate(
      testEntity(
        [],
        {
          a: { type: 'string', default: 'x' },
          b: { type: 'string' },
          c: { type: 'string' },
        },
        ['a', 'c'],
      ),
    );
    expect(sampleParameters(template)).toEqual({ c: 'example' });
  });
});
