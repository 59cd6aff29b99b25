import path from 'node:path';
import fs from 'fs-extra';
import { fromRoot } from '../paths';
import { captureIo } from '../testUtils/captureIo';
import { temporaryDirs } from '../testUtils/temporaryDirs';
import { policyTest } from './policyTest';

const BARE = fs.readFileSync(
  fromRoot('docs/examples/bare/template.yaml'),
  'utf8',
);

describe('policyTest', () => {
  const newDir = temporaryDirs();

  async function run(files: Record<string, string>, paths = ['.']) {
    const cwd = await newDir();
    for (const [name, text] of Object.entries(files)) {
      await fs.outputFile(path.join(cwd, name), text);
    }
    const io = captureIo(cwd, {});
    return { code: await policyTest(paths, {}, io), ...io };
  }

  it('passes the example of the documents', async () => {
    const io = captureIo(fromRoot('docs/examples'), {});
    expect(await policyTest(['policies'], {}, io)).toBe(0);
    expect(io.stdout).toContain('4 passed, 0 failed');
  });

  it('passes those of the templates that ship', async () => {
    const io = captureIo(fromRoot('.'), {});
    expect(await policyTest(['templates'], {}, io)).toBe(0);
    expect(io.stdout).toContain('2 passed, 0 failed');
  });

  it('says what is other than expected, of a template with approvals', async () => {
    const { code, stdout } = await run({
      'template.yaml': `${BARE}
  parameters:
    type: object
    properties: { size: { type: string, default: S } }
  approvals:
    - by: group:default/platform-ops
      count: 2
      when: parameters.size == "L"
`,
      'x.policies.test.yaml': `
template: template.yaml
facts: { parameters: { size: L } }
cases:
  - name: large
    expect:
      verdict: needsApproval
      approvals: [{ by: group:default/platform-ops, count: 2 }]
  - name: wrong
    expect: { verdict: denied, applied: [], message: No }
`,
    });
    expect(code).toBe(1);
    expect(stdout).toContain('✓ large');
    expect(stdout).toContain('verdict: expected denied, it is needsApproval');
    expect(stdout).toContain('applied: expected [], it is ["approval-1"]');
    expect(stdout).toContain(
      'message: expected a refusal with "No", there is none',
    );
    expect(stdout).toContain('1 passed, 1 failed');
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'faulty policies',
      {
        'p.yaml':
          '- { name: a, effect: deny, message: m }\n- { name: b, effect: deny, message: m, when: tier }',
      },
      'p.yaml:2:46  error  Unknown variable: tier',
    ],
    [
      'policies with a field that there is not',
      { 'p.yaml': '- name: a\n  efect: deny\n  effect: deny\n  message: m' },
      'p.yaml:2:10  error  there is no "efect" here; did you mean "effect"?',
    ],
    [
      'policies that are no list',
      { 'p.yaml': 'policies: []' },
      'p.yaml:1:1  error  this document is no list (expected items, each after "- ")',
    ],
    [
      'policies that are no YAML',
      { 'p.yaml': '- a\n- {' },
      'p.yaml:2:4  error  Flow map',
    ],
    [
      'a word that it does not know',
      { 'p.yaml': '[]', extra: 'fact: {}' },
      'x.policies.test.yaml:3:7  error  there is no "fact" here; did you mean "facts"?',
    ],
    [
      'a fact of another type',
      { 'p.yaml': '[]', extra: 'facts: { time: { hour: 25 } }' },
      'x.policies.test.yaml:3:24  error  found the number 25 (expected a whole number, from 0 to 23)',
    ],
    [
      'no file',
      {},
      'x.policies.test.yaml:2:11  error  there is no file "p.yaml" (expected its path, from the folder of this file on)',
    ],
  ])('does not run with %s', async (_, { extra = '', ...files }, message) => {
    const { code, stdout } = await run({
      ...files,
      'x.policies.test.yaml': `
policies: p.yaml
${extra}
cases: [{ name: one, expect: {} }]
`,
    });
    expect(stdout).toContain(message);
    expect(stdout).toContain('0 passed, 0 failed, 1 fault\n');
    expect(code).toBe(1);
  });

  it('points at faults of the template that cases are of, and runs other files', async () => {
    const { code, stdout } = await run({
      'template.yaml': BARE.replace('owner:', 'ower:'),
      'a.policies.test.yaml':
        'template: template.yaml\ncases: [{ name: one, expect: {} }]\n',
      'p.yaml': '[]',
      'b.policies.test.yaml':
        'policies: p.yaml\ncases: [{ name: two, expect: { verdict: allowed } }]\n',
    });
    expect(stdout).toMatch(
      /^template\.yaml:9:9 {2}error {2}there is no "ower" here; did you mean "owner"\?/m,
    );
    expect(stdout).toContain('✓ two');
    expect(code).toBe(1);
  });

  it('does not run cases with parameters that the template has not got', async () => {
    const { code, stdout } = await run({
      'template.yaml': `${BARE}
  parameters:
    type: object
    properties: { size: { type: string, default: S } }
`,
      'x.policies.test.yaml': `
template: template.yaml
facts: { parameters: { size: L } }
cases:
  - name: one
    facts: { parameters: { sise: L } }
    expect: { verdict: allowed }
`,
    });
    expect(stdout).toContain(
      'x.policies.test.yaml:6:34  error  there is no "sise" here; did you mean "size"?',
    );
    expect(code).toBe(1);
  });

  it.each([['.'], ['p.yaml']])(
    'says so when there are no cases in %s',
    async given => {
      await expect(run({ 'p.yaml': '[]' }, [given])).rejects.toThrow(
        `There are no cases in ${given}: expected files that end with .policies.test.yaml`,
      );
    },
  );
});
