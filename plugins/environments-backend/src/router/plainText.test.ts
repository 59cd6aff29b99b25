import fc from 'fast-check';
import { spec } from '../schema/openapi.generated';
import { explainFormat, plainFormats } from './plainText';

interface Schema {
  $ref?: string;
  format?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
}

/** What people type in a request for others to read. */
const TYPED = /\.(reason|label)$|^saveAuditView\.name$|cohorts\[\]\.name$/;
const [text, line] = [plainFormats['plain-text'], plainFormats['plain-line']];
/** One of each kind that is not to be typed, and the ends of their ranges. */
const UNSEEN = [
  0x0000, 0x001b, 0x007f, 0x0085, 0x009f, 0x00ad, 0x034f, 0x061c, 0x115f,
  0x180e, 0x200b, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e, 0x2060,
  0x2064, 0x2066, 0x2069, 0x206f, 0x3164, 0xfe00, 0xfeff, 0xffa0, 0xfff9,
  0xfffb, 0x1d173, 0xe0001, 0xe0041, 0xe0100, 0xe01ef,
];
const unseen = fc.oneof(
  fc.constantFrom(...UNSEEN),
  fc.integer({ min: 0x202a, max: 0x202e }),
  fc.integer({ min: 0x2066, max: 0x2069 }),
  fc.integer({ min: 0xe0000, max: 0xe0fff }),
);
/** What is seen: letters, marks, numbers, punctuation, symbols and spaces of a width. */
const seen = fc
  .string({ unit: 'grapheme' })
  .filter(one => /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]*$/u.test(one))
  .filter(one => !/\p{Default_Ignorable_Code_Point}/u.test(one));

describe('what people type for others to read', () => {
  it('has no character that nobody sees, wherever it stands', () => {
    fc.assert(
      fc.property(seen, unseen, seen, (before, code, after) => {
        const typed = before + String.fromCodePoint(code) + after;
        for (const [format, { validate }] of Object.entries(plainFormats)) {
          expect(validate(typed)).toBe(false);
          const hex = code.toString(16).toUpperCase().padStart(4, '0');
          expect(explainFormat(format, typed)).toContain(`character U+${hex},`);
        }
      }),
    );
  });

  it('is anything that is seen', () => {
    fc.assert(
      fc.property(seen, typed => {
        expect(text.validate(typed)).toBe(true);
        expect(line.validate(typed)).toBe(true);
      }),
    );
  });

  it.each([
    'Größe für den Kunden — “jetzt”',
    'می‌خواهم',
    'שלום עולם',
    '👩‍💻 and ❤️',
    'क्‍ष',
  ])('is %s', typed => {
    expect(text.validate(typed)).toBe(true);
    expect(line.validate(typed)).toBe(true);
  });

  it('has lines where it is more than one', () => {
    expect(text.validate('one\r\n\ttwo')).toBe(true);
    expect(line.validate('one\ntwo')).toBe(false);
    expect(explainFormat('plain-line', 'one\ntwo')).toMatch(
      /U\+000A.*expected one line/,
    );
  });

  it('is asked for at every reason, label and name of a view or cohort of the contract', () => {
    const { schemas } = spec.components as { schemas: Record<string, Schema> };
    const found: string[] = [];
    const wrong: string[] = [];
    const walk = (schema: Schema, place: string) => {
      if (schema.$ref) {
        walk(schemas[schema.$ref.split('/').at(-1)!], place);
        return;
      }
      if (schema.items) walk(schema.items, `${place}[]`);
      for (const [name, inner] of Object.entries(schema.properties ?? {})) {
        const at = `${place}.${name}`;
        if (TYPED.test(at)) {
          found.push(at);
          if (!inner.format?.startsWith('plain-')) wrong.push(at);
        }
        walk(inner, at);
      }
    };
    for (const methods of Object.values(spec.paths)) {
      for (const operation of Object.values(methods as object)) {
        const { operationId, parameters = [], requestBody } = operation;
        walk(
          {
            properties: Object.fromEntries(
              (parameters as (Schema & { name: string; schema: Schema })[])
                .filter(({ name }) => name === 'reason')
                .map(({ name, schema }) => [name, schema]),
            ),
          },
          operationId,
        );
        if (requestBody) {
          walk(requestBody.content['application/json'].schema, operationId);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(found).toEqual(
      expect.arrayContaining([
        'requestElevation.reason',
        'createShare.label',
        'endLegalHold.reason',
        'createRollout.cohorts[].name',
        'saveAuditView.name',
      ]),
    );
  });

  it('explains nothing else', () => {
    expect(explainFormat('email', '\u202e')).toBeUndefined();
    expect(explainFormat('toString', '\u202e')).toBeUndefined();
    expect(explainFormat('plain-text', 7)).toBeUndefined();
  });
});
