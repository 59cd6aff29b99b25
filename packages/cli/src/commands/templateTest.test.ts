import path from 'node:path';
import fs from 'fs-extra';
import { captureIo } from '../testUtils/captureIo';
import { temporaryDirs } from '../testUtils/temporaryDirs';
import { GOOD_FILES, TEMPLATE, writeFiles } from '../testUtils/templateFiles';
import { templateTest } from './templateTest';
import type { TestOptions } from './templateTest';

const CASES = 'templates/web/template.test.yaml';
const SNAPSHOT = 'templates/web/__snapshots__/template.yaml';

jest.setTimeout(60_000);

describe('templateTest', () => {
  const newDir = temporaryDirs();

  async function start(cases: string, files: Record<string, string> = {}) {
    const cwd = await newDir();
    await writeFiles(cwd, { ...GOOD_FILES, [CASES]: cases, ...files });
    return async (
      options: TestOptions = {},
      env: NodeJS.ProcessEnv = {},
      paths: string[] = ['templates'],
    ) => {
      const io = captureIo(cwd, env);
      const code = await templateTest(paths, options, io);
      return { code, ...io };
    };
  }

  it('passes what is as expected', async () => {
    const run = await start(`
cases:
  - name: large
    parameters: { size: M, replicas: 2 }
    owner: group:default/team-harbor
    expect:
      count: 8
      objects:
        - kind: ConfigMap
          metadata: { name: settings }
          data: { greeting: Hello team-harbor, gone: null }
        - kind: ResourceQuota
          metadata: { name: quota, labels: { sandlot.dev/origin: module.base } }
          spec: { hard: { pods: '20' } }
        - kind: LimitRange
          metadata: { name: limits }
          spec: { limits: [{ type: Container }] }
  - name: no cache
    addOns: []
    expect:
      absent: [{ kind: ConfigMap, name: cache }]
  - name: too many
    parameters: { replicas: 6 }
    expect:
      refused: [{ path: /parameters/replicas, message: '5' }]
  - name: brings along
    manifests: |
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: settings }
    expect:
      refused: [{ path: /manifests/0/metadata/name }]
`);
    const { code, stdout } = await run({}, { CI: 'true' });
    expect(stdout).toContain('✓ large');
    expect(stdout).toContain('4 passed, 0 failed\n');
    expect(code).toBe(0);
    // Its cases belong to a file that is named.
    const one = await run({ modules: ['templates/modules'] }, {}, [
      'templates/web/template.yaml',
    ]);
    expect(one.stdout).toContain('4 passed, 0 failed\n');
  });

  it('says where modules are to be told of', async () => {
    const run = await start('cases: [{ name: a, expect: { count: 1 } }]\n');
    const { code, stdout } = await run({}, {}, ['templates/web']);
    expect(code).toBe(1);
    expect(stdout.match(/give --modules FOLDER/g)).toHaveLength(1);
  });

  it('does not pass where there is nothing to look at', async () => {
    const run = await start('', { 'other/x.yaml': 'a: 1\n' });
    await expect(run({}, {}, ['other'])).rejects.toThrow(
      'There is no template in other',
    );
  });

  it('tells once that cases are no YAML', async () => {
    const run = await start('cases:\n- name: a\n\texpect: {}\n');
    const { stdout } = await run();
    expect(stdout).toContain(`${CASES}:3:1  error  Tabs`);
    expect(stdout).toContain('1 fault,');
  });

  it('shows how it is otherwise', async () => {
    const run = await start(`
cases:
  - name: wrong
    expect:
      count: 3
      objects:
        - kind: ConfigMap
          metadata: { name: settings }
          data: { replicas: '2' }
        - kind: ConfigMap
          metadata: { name: setings }
      absent: [{ kind: ConfigMap, name: cache }]
  - name: not refused
    expect: { refused: [{ path: /parameters/size }] }
  - name: refused
    parameters: { size: XL }
    expect: { count: 1 }
  - name: refused elsewhere
    parameters: { size: XL }
    expect: { refused: [{ path: /parameters/replicas }] }
`);
    const { code, stdout } = await run();
    expect(code).toBe(1);
    expect(stdout).toContain(
      [
        '      ConfigMap "settings" is not as expected',
        '      ~ ConfigMap settings',
        '          /data/replicas',
        '            - "2"',
        '            + "1"',
      ].join('\n'),
    );
    for (const line of [
      'there is no ConfigMap "setings"; of that kind there is "settings", "cache"',
      'there is a ConfigMap "cache", and none was expected',
      'makes 8 objects, and 3 were expected: Namespace/',
      'was expected to be refused, and 8 objects are made',
      'is refused, and was expected to make objects',
      '/parameters/size: ',
      'is refused, but not at "/parameters/replicas"',
      '0 passed, 4 failed',
    ]) {
      expect(stdout).toContain(line);
    }
  });

  it('writes a snapshot once and holds what comes later against it', async () => {
    const run = await start(
      'cases: [{ name: as it was, expect: { snapshot: true } }]\n',
    );
    const first = await run();
    expect(first.code).toBe(0);
    expect(first.stdout).toContain('snapshot written: as it was');
    const file = path.join(first.cwd, SNAPSHOT);
    const written = await fs.readFile(file, 'utf8');
    expect(written).toContain('kind: ResourceQuota');

    const again = await run({}, { CI: 'true' });
    expect(again.code).toBe(0);
    expect(again.stdout).not.toContain('written');

    await writeFiles(first.cwd, {
      'templates/web/template.yaml': TEMPLATE.replace('Hello', 'Hi'),
    });
    const changed = await run();
    expect(changed.code).toBe(1);
    expect(changed.stdout).toContain('is not as its snapshot');
    expect(changed.stdout).toContain('- Hello example-team');
    expect(changed.stdout).toContain('+ Hi example-team');
    expect(await fs.readFile(file, 'utf8')).toBe(written);

    expect((await run({ update: true })).code).toBe(0);
    expect(await fs.readFile(file, 'utf8')).toContain('Hi example-team');
    expect((await run({}, { CI: 'true' })).code).toBe(0);
  });

  it('fails in CI where a snapshot is missing, and writes none', async () => {
    const run = await start(
      'cases: [{ name: a, expect: { snapshot: true } }]\n',
    );
    const { code, stdout, cwd } = await run({}, { CI: 'true' });
    expect(code).toBe(1);
    expect(stdout).toContain('has no snapshot');
    expect(await fs.pathExists(path.join(cwd, SNAPSHOT))).toBe(false);
  });

  it('tells of snapshots of no case, and removes them when asked', async () => {
    const run = await start(
      'cases: [{ name: a, expect: { snapshot: true } }]\n',
    );
    const { cwd } = await run();
    await writeFiles(cwd, {
      [CASES]: 'cases: [{ name: b, expect: { count: 8 } }]\n',
    });
    const later = await run();
    expect(later.stdout).toContain('the snapshot "a" is of no case');
    expect(later.code).toBe(0);
    await run({ update: true });
    expect(await fs.pathExists(path.join(cwd, SNAPSHOT))).toBe(false);
  });

  it('warns of a template without cases', async () => {
    const cwd = await newDir();
    await writeFiles(cwd, GOOD_FILES);
    const io = captureIo(cwd);
    expect(await templateTest(['templates'], {}, io)).toBe(0);
    expect(io.stdout).toContain(
      'environmenttemplate:default/web  warning  no cases',
    );
    expect(io.stdout).toContain('0 passed, 0 failed, 1 template without cases');
  });

  it('fails when a template or its cases can not be read', async () => {
    const run = await start('cases: [{ name: a }]\n');
    const { code, stdout } = await run();
    expect(code).toBe(1);
    expect(stdout).toContain(`${CASES}:1:9  error`);
    const broken = await start('cases: [{ name: a, expect: { count: 1 } }]\n', {
      'templates/web/template.yaml': TEMPLATE.replace('owner:', 'ower:'),
    });
    expect((await broken()).code).toBe(1);
  });

  it('wants to know which template is meant where a file has several', async () => {
    const both = {
      'templates/web/template.yaml': `${TEMPLATE}---\n${TEMPLATE.replace(
        'name: web',
        'name: shop',
      )}`,
    };
    const cases = 'cases: [{ name: a, expect: { count: 8 } }]\n';
    const unclear = await (await start(cases, both))();
    expect(unclear.stdout).toContain('expected template: one of web, shop');
    expect(unclear.code).toBe(1);
    const clear = await (await start(`template: shop\n${cases}`, both))();
    expect(clear.code).toBe(0);
  });

  it('prints JSON', async () => {
    const run = await start('cases: [{ name: a, expect: { count: 1 } }]\n');
    const { stdout, code } = await run({ json: true });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      templates: [
        {
          template: 'environmenttemplate:default/web',
          file: CASES,
          cases: [{ name: 'a', failures: [{ message: expect.any(String) }] }],
        },
      ],
      findings: [],
    });
  });
});
