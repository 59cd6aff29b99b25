import { parseSearch } from './parseSearch';

const ID = '0192f1c0-0000-7000-8000-0000000000e1';

describe('parseSearch', () => {
  it('takes filters out of the words', () => {
    expect(
      parseSearch('person:dana  checkout outcome:denied action:Audit.Read db'),
    ).toEqual({
      filters: {
        actor: 'user:default/dana',
        outcome: 'denied',
        action: 'audit.read',
      },
      text: 'checkout db',
      problems: [],
    });
  });

  it.each([
    ['person:plugin:environments', { actor: 'plugin:environments' }],
    ['group:ops/sre', { group: 'group:ops/sre' }],
    ['template:service', { template: 'environmenttemplate:default/service' }],
    ['from:2026-11-22', { from: '2026-11-22T00:00:00.000Z' }],
    ['before:2026-11-22T12:30', { to: '2026-11-22T12:30:00.000Z' }],
    [`environment:${ID}`, { environment: ID }],
    [`request:${ID}`, { correlation: ID }],
  ])('reads %s', (typed, filters) => {
    expect(parseSearch(typed)).toEqual({ filters, text: '', problems: [] });
  });

  it('finds an environment by its name with words, and leaves unknown prefixes alone', () => {
    expect(parseSearch('environment:checkout image:nginx')).toEqual({
      filters: {},
      text: 'checkout image:nginx',
      problems: [],
    });
  });

  it.each(['outcome:fine', 'revision:abc', 'request:7', 'from:yesterday'])(
    'says that %s cannot be',
    typed => {
      const { problems, filters } = parseSearch(typed);
      expect(filters).toEqual({});
      expect(problems).toEqual([
        { name: expect.any(String), value: typed.split(':')[1] },
      ]);
    },
  );
});
