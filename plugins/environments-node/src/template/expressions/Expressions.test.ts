import { Expressions } from './Expressions';
import type { ExpressionContext } from './roots';

const SCHEMA = {
  type: 'object',
  required: ['size', 'replicas', 'ratio', 'debug', 'hosts', 'settings'],
  properties: {
    size: { type: 'string' },
    replicas: { type: 'integer' },
    ratio: { type: 'number' },
    debug: { type: 'boolean' },
    hosts: { type: 'array', items: { type: 'string' } },
    settings: { type: 'object', additionalProperties: true },
    optional: { type: 'string' },
  },
};

const CONTEXT: ExpressionContext = {
  parameters: {
    size: 'M',
    replicas: 2,
    ratio: 2,
    debug: true,
    hosts: ['a', 'b'],
    settings: { level: 'info', depth: 3 },
  },
  environment: { id: 'id', name: 'checkout', namespace: 'env-checkout' },
  owner: { ref: 'group:default/team', name: 'team' },
  cluster: { name: 'local' },
  template: { name: 'test', namespace: 'default', revision: 'sha256:0' },
};

function evaluate(source: unknown, context = CONTEXT) {
  const { value, problems } = Expressions.create(SCHEMA).evaluate(
    source,
    '/at',
    context,
  );
  return problems.length > 0 ? problems[0].message : value;
}

function check(source: unknown) {
  return Expressions.create(SCHEMA).check(source, '/at');
}

describe('Expressions', () => {
  it.each<[string, unknown]>([
    ['plain', 'plain'],
    ['', ''],
    ['${parameters.size}', 'M'],
    ['${ parameters.replicas * 2 }', 4],
    ['${parameters.ratio * 0.5}', 1],
    ['${parameters.debug}', true],
    ['${parameters.hosts}', ['a', 'b']],
    ['${parameters.settings}', { level: 'info', depth: 3 }],
    ['${parameters.settings.depth + 1}', 4],
    [
      '${parameters.hosts.map(host, host + ".example.com")}',
      ['a.example.com', 'b.example.com'],
    ],
    [
      '${parameters.hosts.filter(h, h != "a" + "").map(h, h + "!").join(", ")}',
      'b!',
    ],
    ['${has(parameters.optional) ? parameters.optional : "none"}', 'none'],
    ['${{"S": 1, "M": 2}[parameters.size]}', 2],
    ['${"}" + parameters.size}', '}M'],
    ["${'a}' + \"{\" + '\\'}'}", "a}{'}"],
    ['${parameters.replicas}Gi', '2Gi'],
    [
      'a ${owner.name} on ${cluster.name}: ${parameters.debug}',
      'a team on local: true',
    ],
    ['$${parameters.size}', '${parameters.size}'],
    ['$(HOME) $HOME $', '$(HOME) $HOME $'],
    ['$$${x}', '$${x}'],
  ])('%s', (source, expected) => {
    expect(check(source)).toEqual([]);
    expect(evaluate(source)).toEqual(expected);
  });

  it('never looks at a value for expressions', () => {
    const parameters = { ...CONTEXT.parameters, size: '${environment.id}' };
    const context = { ...CONTEXT, parameters };
    expect(evaluate('${parameters.size}', context)).toBe('${environment.id}');
    expect(evaluate('x${parameters.size}', context)).toBe('x${environment.id}');
  });

  it.each([
    ['${parameters.siz}', 'No such key: siz', 13],
    ['${nobody.name}', 'Unknown variable: nobody', 2],
    ['a ${ environment.secret }', 'No such key: secret', 17],
  ])('%s: names what is known instead', (source, message, offset) => {
    expect(check(source)).toEqual([
      {
        path: '/at',
        message,
        expected: expect.stringContaining('parameters.size'),
        offset,
      },
    ]);
  });

  it.each([
    ['${parameters.size', /not closed/],
    ['${}', /Unexpected/],
    ['${parameters.size + 1}', /no such overload/],
    ['x${parameters.hosts}', /can't be joined/],
    ['${timestamp("2026-01-01T00:00:00Z")}', /not a function of templates/],
    ['${"a".matches("(a+)+$")}', /not a function of templates/],
    ['${"a".split("")}', /not a function of templates/],
    ['${cel.bind(x, "a", x + x)}', /not a function of templates/],
    ['${parameters.hosts.map(a, parameters.hosts.map(b, b))}', /another loop/],
    ['${parameters.hosts.map(a, a).map(b, b)}', /over what map\(\) has made/],
    ['${parameters.hosts.map(a, a)[0].map(b, b)}', /over what map\(\)/],
    ['${(parameters.hosts + ["x"]).map(a, a)}', /over what "\+" has made/],
    ['${parameters.hosts.map(a, a+a+a+a+a+a+a+a+a+a)}', /too many "\+"/],
    ['${parameters.hosts.map(a, ["a", a].join(""))}', /join\(\) can't stand/],
    ['${parameters.hosts.join(parameters.size)}', /must be written out/],
    [
      `\${[${'parameters.hosts.map(a, a), '.repeat(5)}]}`,
      /too many loops|Unexpected/,
    ],
    ['${parameters}', /no place in a JSON document/],
    ['${google}', /./],
    [`\${${'1 + '.repeat(300)}1}`, /./],
    [`\${"${'x'.repeat(2100)}"}`, /2000 characters/],
  ])('refuses %s', (source, message) => {
    const problems = [...check(source)];
    if (problems.length === 0) {
      problems.push({ path: '', message: String(evaluate(source)) });
    }
    expect(problems[0].message).toMatch(message);
  });

  it.each([
    '${parameters.settings.constructor}',
    '${parameters.settings.__proto__}',
    '${parameters.settings["constructor"]}',
    '${parameters.hosts.length}',
    '${parameters.size.constructor}',
  ])('reaches no prototype: %s', source => {
    const problems = check(source);
    const outcome = problems[0]?.message ?? evaluate(source);
    expect(outcome).toMatch(/^(No such key|List index|Cannot index type)/);
  });

  it('says which value is missing, with the place', () => {
    const { problems } = Expressions.create(SCHEMA).evaluate(
      { a: ['${parameters.optional}'] },
      '/at',
      CONTEXT,
    );
    expect(problems).toEqual([
      expect.objectContaining({
        path: '/at/a/0',
        message: 'No such key: optional',
      }),
    ]);
  });

  it('refuses a key that is an expression', () => {
    expect(check({ '${parameters.size}': 1 })[0].message).toMatch(
      /can't be an expression/,
    );
  });
});
