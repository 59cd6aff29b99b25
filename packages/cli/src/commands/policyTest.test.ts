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

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'faulty policies',
      { 'p.yaml': '[{ name: a, effect: deny, message: m, when: tier }]' },
      /p\.yaml: \/0\/when: Unknown variable: tier/,
    ],
    [
      'a word that it does not know',
      { 'p.yaml': '[]', extra: 'fact: {}' },
      /Unrecognized key: "fact"/,
    ],
    ['no file', {}, /p\.yaml: ENOENT/],
  ])('does not run with %s', async (_, { extra = '', ...files }, message) => {
    await expect(
      run({
        ...files,
        'x.policies.test.yaml': `
policies: p.yaml
${extra}
cases: [{ name: one, expect: {} }]
`,
      } as Record<string, string>),
    ).rejects.toThrow(message);
  });

  it('says so when there are no cases', async () => {
    await expect(run({ 'p.yaml': '[]' })).rejects.toThrow(
      /There are no cases in \./,
    );
  });
});
