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
    ['replicas', 'it is more than 5', 'Replicas: at most 5'],
    ['replicas', 'it is less than 1', 'Replicas: at least 1'],
    ['replicas', 'it is not less than 6', 'Replicas: less than 6'],
    ['replicas', 'it is not more than 0', 'Replicas: more than 0'],
    [
      'replicas',
      'it is not a whole number',
      'Replicas: must be a whole number',
    ],
    [
      'replicas',
      'it is not a multiple of 2',
      'Replicas: must be a multiple of 2',
    ],
    ['replicas', 'missing', 'Replicas: is required'],
    ['size', 'it is none of the choices', 'Size: must be one of Small, L'],
    ['level', 'it is none of the choices', 'Level: must be one of info, debug'],
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
    ['code', 'it has fewer than 3 characters', 'Code: at least 3 characters'],
    ['code', 'it has more than 1 character', 'Code: at most one character'],
    [
      'code',
      'it is not in the format email',
      'Code: must be in the format email',
    ],
    ['hosts', 'it has more than 4 items', 'Hosts: at most 4 items'],
    ['hosts', 'it has something twice', 'Hosts: must have nothing twice'],
    ['hosts/1', 'it is not text', 'Hosts 2: must be text'],
    ['db/name', 'missing', 'name: is required'],
  ])('%s: %s', (path, message, expected) => {
    expect(describe_(path, message, 'whatever')).toBe(expected);
  });

  it('leaves the words of a rule of the template as they are', () => {
    expect(describe_('replicas', 'Ask for fewer at night', 'at most 2')).toBe(
      'Ask for fewer at night (at most 2)',
    );
    expect(describe_('replicas', 'it is more than 5 at night')).toBe(
      'it is more than 5 at night',
    );
  });
});
