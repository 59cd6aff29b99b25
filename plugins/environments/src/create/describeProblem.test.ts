import { describeProblem } from './describeProblem';
import { create } from '../translation/create';

/** The sentences as they stand in the code, with what they are given. */
function t(key: string, options: Record<string, unknown> = {}): string {
  const { count } = options;
  const plural = count === 1 ? `${key}_one` : `${key}_other`;
  const find = (path: string) =>
    path
      .split('.')
      .slice(1)
      .reduce<unknown>(
        (node, name) => (node as Record<string, unknown>)?.[name],
        create,
      );
  return String(find(key) ?? find(plural)).replace(/{{(\w+)}}/g, (_, name) =>
    String(options[name]),
  );
}

const SCHEMA = {
  type: 'object',
  properties: {
    replicas: { title: 'Replicas', type: 'integer' },
    size: {
      title: 'Size',
      oneOf: [{ const: 'S', title: 'Small' }, { const: 'L' }],
    },
    level: { title: 'Level', enum: ['info', 'debug'] },
    image: {
      title: 'Image',
      description: 'An image with its tag.',
      default: 'web:1',
      pattern: '^.+:.+$',
    },
    code: { title: 'Code', pattern: '^[a-z]+$' },
    hosts: { title: 'Hosts', type: 'array', items: { type: 'string' } },
    db: { title: 'Database', properties: { name: { type: 'string' } } },
  },
};

function describe_(path: string, message: string, expected?: string) {
  return describeProblem(
    t as never,
    { path: `/parameters/${path}`, message, expected },
    SCHEMA,
  );
}

describe('describeProblem', () => {
  it.each([
    ['replicas', 'must be <= 5', 'Replicas: at most 5'],
    ['replicas', 'must be >= 1', 'Replicas: at least 1'],
    ['replicas', 'must be < 6', 'Replicas: less than 6'],
    ['replicas', 'must be > 0', 'Replicas: more than 0'],
    ['replicas', 'must be integer', 'Replicas: must be a whole number'],
    ['replicas', 'must be multiple of 2', 'Replicas: must be a multiple of 2'],
    ['replicas', 'missing', 'Replicas: is required'],
    [
      'size',
      'must match exactly one schema in oneOf',
      'Size: must be one of Small, L',
    ],
    [
      'level',
      'must be equal to one of the allowed values',
      'Level: must be one of info, debug',
    ],
    [
      'image',
      'it does not have the form that it must have',
      'Image: does not have the form that it must have, such as “web:1”: An image with its tag',
    ],
    [
      'code',
      'it does not have the form that it must have',
      'Code: does not have the form that it must have: ^[a-z]+$',
    ],
    [
      'code',
      'must NOT have fewer than 3 characters',
      'Code: at least 3 characters',
    ],
    [
      'code',
      'must NOT have more than 1 characters',
      'Code: at most one character',
    ],
    ['code', 'must match format "email"', 'Code: must be in the format email'],
    [
      'code',
      'must match format "date-time": expected a time of the calendar, such as 2026-01-31T17:00:00Z',
      'Code: must be in the format date-time',
    ],
    ['hosts', 'must NOT have more than 4 items', 'Hosts: at most 4 items'],
    ['hosts/1', 'must be string', 'Hosts 2: must be text'],
    ['db/name', 'missing', 'name: is required'],
  ])('%s: %s', (path, message, expected) => {
    expect(describe_(path, message, 'whatever')).toBe(expected);
  });

  it('leaves the words of a rule of the template as they are', () => {
    expect(describe_('replicas', 'Ask for fewer at night', 'at most 2')).toBe(
      'Ask for fewer at night (at most 2)',
    );
    expect(describe_('replicas', 'must be <= 5 at night')).toBe(
      'must be <= 5 at night',
    );
  });
});
