import {
  environmentTemplateEntitySchema,
  parameterUiSchema,
} from '@sandlot/plugin-environments-common';
import { z } from 'zod/v4';
import { parseGrammar } from './parseGrammar';

function problemsOf(schema: z.ZodType, value: unknown): string[] {
  return parseGrammar(schema, value, '/at').problems.map(
    ({ path, message, expected }) =>
      `${path}: ${message}${expected === undefined ? '' : ` (${expected})`}`,
  );
}

describe('parseGrammar', () => {
  it('returns what fits', () => {
    expect(parseGrammar(z.string(), 'a')).toEqual({ data: 'a', problems: [] });
  });

  const field = z.strictObject({
    text: z.string().min(2).max(3).optional().describe('Such as ab.'),
    owner: z.string().describe('Who looks after it.').optional(),
    count: z.int().min(1).max(10).optional(),
    large: z.int().min(5).optional(),
    part: z.number().gt(0).multipleOf(0.5).optional(),
    flag: z.boolean().optional(),
    effect: z.enum(['allow', 'deny']).optional(),
    kind: z.literal('Template').optional(),
    name: z
      .string()
      .regex(/^[a-z]+$/, 'lower case letters')
      .optional(),
    plain: z
      .string()
      .regex(/^[a-z]+$/)
      .describe('A word.')
      .optional(),
    list: z.array(z.string()).min(1).max(2).optional(),
    labels: z
      .record(z.string().regex(/^[a-z]+$/, 'a label'), z.string())
      .optional(),
    either: z.union([z.boolean(), z.int().min(1)]).optional(),
    inner: z.strictObject({ minimum: z.int(), maximum: z.int() }).optional(),
    nullable: z.int().nullable().optional(),
    set: z.set(z.int()).optional(),
  });

  it.each<[unknown, ...string[]]>([
    // invalid_type
    [[], '/at: found an empty list (an object)'],
    [null, '/at: found nothing (an object)'],
    [undefined, '/at: missing (an object)'],
    [
      { text: 12 },
      '/at/text: found the number 12 (text, from 2 to 3 characters, so "12" in quotes: Such as ab)',
    ],
    [{ flag: 'yes' }, '/at/flag: found the text "yes" (true or false)'],
    [
      { owner: true },
      '/at/owner: found true (text, so "true" in quotes: Who looks after it)',
    ],
    [
      { count: '5' },
      '/at/count: found the text "5" (a whole number, from 1 to 10, so 5 without quotes)',
    ],
    [
      { count: 1.5 },
      '/at/count: found the number 1.5 (a whole number, from 1 to 10)',
    ],
    [{ owner: null }, '/at/owner: found nothing (text: Who looks after it)'],
    [
      { list: 'one' },
      '/at/list: found the text "one" (a list, from 1 to 2 items)',
    ],
    [{ list: [{}] }, '/at/list/0: found an object (text)'],
    [{ inner: { minimum: 1 } }, '/at/inner/maximum: missing (a whole number)'],
    [
      { labels: { a: 1 } },
      '/at/labels/a: found the number 1 (text, so "1" in quotes)',
    ],
    [
      { nullable: 'x' },
      '/at/nullable: found the text "x" (a whole number or null)',
    ],
    // too_small and too_big
    [
      { text: '' },
      '/at/text: found an empty text (text, from 2 to 3 characters: Such as ab)',
    ],
    [
      { text: 'x'.repeat(500) },
      '/at/text: found a text of 500 characters (text, from 2 to 3 characters: Such as ab)',
    ],
    [
      { count: 11 },
      '/at/count: found the number 11 (a whole number, from 1 to 10)',
    ],
    [
      { large: 4 },
      '/at/large: found the number 4 (a whole number, at least 5)',
    ],
    [
      { large: 1e300 },
      '/at/large: found the number 1e+300 (a whole number, at least 5)',
    ],
    [{ list: [] }, '/at/list: found an empty list (a list, from 1 to 2 items)'],
    [
      { list: ['a', 'b', 'c'] },
      '/at/list: found a list of 3 items (a list, from 1 to 2 items)',
    ],
    // not_multiple_of
    [{ part: 0.7 }, '/at/part: found the number 0.7 (a number)'],
    // invalid_format
    [{ name: 'A' }, '/at/name: found the text "A" (lower case letters)'],
    [{ plain: 'A' }, '/at/plain: found the text "A" (text: A word)'],
    // invalid_value
    [
      { effect: 'denny' },
      '/at/effect: found the text "denny"; did you mean "deny"? (one of allow, deny)',
    ],
    [{ effect: 5 }, '/at/effect: found the number 5 (one of allow, deny)'],
    [{ kind: 'Other' }, '/at/kind: found the text "Other" (Template)'],
    // unrecognized_keys
    [
      { ower: 'x', zzz: 1, inner: { minimum: 1, maximun: 2, maximum: 2 } },
      '/at/inner/maximun: there is no "maximun" here; did you mean "maximum"? (one of minimum, maximum)',
      `/at/ower: there is no "ower" here; did you mean "owner"? (one of ${Object.keys(
        field.shape,
      ).join(', ')})`,
      `/at/zzz: there is no "zzz" here (one of ${Object.keys(field.shape).join(
        ', ',
      )})`,
    ],
    // invalid_key
    [
      { labels: { A: 'x' } },
      '/at/labels/A: "A" can\'t be a key here (a label)',
    ],
    // invalid_union
    [
      { either: 'x' },
      '/at/either: found the text "x" (true or false or a whole number, at least 1)',
    ],
    // invalid_element
    [{ set: new Set(['x']) }, '/at/set: found an object (a value)'],
  ])('says of %j what is there and what was expected', (value, ...expected) => {
    expect(problemsOf(field, value)).toEqual(expected);
  });

  it('leaves the words of a rule of its own as they are', () => {
    const rule = z.string().refine(text => text !== 'no', 'anything but no');
    expect(problemsOf(rule, 'no')).toEqual(['/at: anything but no']);
  });

  it.each<[string, object, string]>([
    [
      'a field that is missing',
      { owner: undefined },
      '/at/spec/owner: missing (text, from 1 to 200 characters: Entity reference of who looks after it, such as group:default/platform-ops)',
    ],
    [
      'a duration',
      { lease: { default: '7' } },
      '/at/spec/lease/default: found the text "7" (a whole number and m, h, d or w, such as "7d")',
    ],
    [
      'no label',
      { placement: { clusters: { matchLabels: {} } } },
      '/at/spec/placement/clusters/matchLabels: at least one label',
    ],
    [
      'another letter case',
      { addons: [] },
      '/at/spec/addons: there is no "addons" here; did you mean "addOns"?',
    ],
  ])('says of templates: %s', (_, spec, expected) => {
    const entity = {
      apiVersion: 'sandlot.dev/v1alpha1',
      kind: 'EnvironmentTemplate',
      metadata: { name: 'a' },
      spec: { owner: 'group:default/ops', ...spec },
    };
    const problems = problemsOf(environmentTemplateEntitySchema, entity);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(expected);
  });

  it.each([
    [environmentTemplateEntitySchema, {}],
    [environmentTemplateEntitySchema, { spec: [], metadata: 5 }],
    [parameterUiSchema, { widget: 5, filter: { kind: 'x' }, help: [], a: 1 }],
  ])('leaves no words of the library', (schema, value) => {
    const problems = problemsOf(schema, value);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) {
      expect(problem).not.toMatch(
        /Invalid|Unrecognized|Too (small|big)|expected (string|array|object)|received/,
      );
    }
  });

  it('tells the first faults of many, each once', () => {
    const many = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [`key${index}`, index]),
    );
    const closed = z.strictObject({ owner: z.string() });
    expect(problemsOf(closed, { owner: 'a', ...many })).toHaveLength(50);
    const list = z.array(z.string());
    const wrong = problemsOf(list, Array(20_000).fill(null));
    expect(wrong).toHaveLength(50);
    expect(wrong[0]).toContain('/at/0: ');
  });

  it('does not say that quotes would help where they would not', () => {
    const duration = z.string().regex(/^\d+d$/, 'days, such as "7d"');
    expect(problemsOf(duration, 5)[0]).not.toContain('in quotes');
  });
});
