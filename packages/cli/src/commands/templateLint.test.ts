import path from 'node:path';
import fs from 'fs-extra';
import { captureIo } from '../testUtils/captureIo';
import { temporaryDirs } from '../testUtils/temporaryDirs';
import {
  BASE_MODULE,
  GOOD_FILES,
  TEMPLATE,
  writeFiles,
} from '../testUtils/templateFiles';
import { templateLint } from './templateLint';
import type { LintOptions } from './templateLint';

jest.setTimeout(60_000);

describe('templateLint', () => {
  const newDir = temporaryDirs();

  async function lint(
    files: Record<string, string>,
    options: LintOptions = {},
    paths: string[] = ['.'],
  ) {
    const cwd = await newDir();
    await writeFiles(cwd, files);
    const io = captureIo(cwd);
    return { code: await templateLint(paths, options, io), ...io };
  }

  it('has nothing to say of good templates', async () => {
    const { code, stdout } = await lint(GOOD_FILES);
    expect(stdout).toBe('1 template, 2 modules: nothing to say\n');
    expect(code).toBe(0);
  });

  it('tells the place of a fault, down to the character of an expression', async () => {
    const { code, stdout } = await lint({
      ...GOOD_FILES,
      'templates/web/template.yaml': TEMPLATE.replace(
        'Hello ${owner.name}',
        'Hello ${owner.nam}',
      ).replace('default: S, enum', 'defualt: S, enum'),
    });
    expect(stdout).toContain(
      'templates/web/template.yaml:8:3  error  strict mode: unknown keyword: "defualt"',
    );
    expect(code).toBe(1);

    const { stdout: expressions } = await lint({
      ...GOOD_FILES,
      'templates/web/template.yaml': TEMPLATE.replace(
        'Hello ${owner.name}',
        'Hello ${owner.nam}',
      ),
    });
    expect(expressions).toMatch(
      /^templates\/web\/template\.yaml:31:33 {2}error {2}.*nam.*\[expressions\]$/m,
    );
    expect(expressions).toContain('1 template, 2 modules: 1 error, 0 warnings');
  });

  it('tells of YAML that can not be read, and goes on with other files', async () => {
    const { code, stdout } = await lint({
      ...GOOD_FILES,
      'templates/bad.yaml':
        'apiVersion: sandlot.dev/v1alpha1\nkind: EnvironmentTemplate\nkind: x\n',
      'templates/typo.yml':
        'apiVersion: sandlot.dev/v1alpha1\nkind: EnvironmentTemplat\nmetadata: {name: x}\n',
      'templates/unkind.yaml':
        'apiVersion: sandlot.dev/v1alpha1\nmetadata: {name: x}\n',
    });
    expect(stdout).toContain(
      'templates/bad.yaml:3:1  error  "kind" is there twice  [yaml]',
    );
    expect(stdout).toContain(
      'templates/typo.yml:2:7  error  there is no kind "EnvironmentTemplat"',
    );
    expect(stdout).toContain(
      'templates/unkind.yaml:1:1  error  /kind: missing',
    );
    expect(code).toBe(1);
  });

  it.each<[string, BufferEncoding, string]>([
    ['Latin-1', 'latin1', '4:12'],
    ['UTF-16', 'utf16le', '1:1'],
  ])('refuses a file of ours in %s', async (_, encoding, place) => {
    const cwd = await newDir();
    await writeFiles(cwd, GOOD_FILES);
    const mark = encoding === 'utf16le' ? '\uFEFF' : '';
    const text = `${mark}${TEMPLATE.replace(
      'name: web\n',
      'name: web\u00FC\n',
    )}`;
    await fs.writeFile(
      path.join(cwd, 'templates/web/template.yaml'),
      Buffer.from(text, encoding),
    );
    // Of another tool.
    await fs.writeFile(path.join(cwd, 'other.yaml'), Buffer.from([0xfc, 0xff]));
    const io = captureIo(cwd);
    expect(await templateLint(['.'], {}, io)).toBe(1);
    expect(io.stdout).toContain(
      `templates/web/template.yaml:${place}  error  this file is not UTF-8`,
    );
    expect(io.stdout).not.toContain('other.yaml');
  });

  it('reads a file with a byte order mark', async () => {
    const { code, stdout } = await lint({
      ...GOOD_FILES,
      'templates/web/template.yaml': `\uFEFF${TEMPLATE}`,
    });
    expect(stdout).toBe('1 template, 2 modules: nothing to say\n');
    expect(code).toBe(0);
  });

  it('says once how modules of another place are found', async () => {
    const { stdout } = await lint({ 'a.yaml': TEMPLATE });
    expect(stdout.match(/give --modules FOLDER/g)).toHaveLength(1);
  });

  it('names fields that are missing, since they have no place', async () => {
    const { stdout } = await lint({
      'a.yaml':
        'apiVersion: sandlot.dev/v1alpha1\nkind: EnvironmentTemplate\nmetadata: { name: a }\n',
    });
    expect(stdout).toContain('a.yaml:1:1  error  /spec: ');
  });

  it('ignores what is not ours, also what is no YAML', async () => {
    const { code, stdout } = await lint({
      ...GOOD_FILES,
      'chart/templates/app.yaml': '{{ if .Values.x }}\nkind: {{ a }}\n',
      'chart/app.test.yaml': 'suite: [a\n',
      'node_modules/x/template.yaml': 'apiVersion: sandlot.dev/v1alpha1\n',
      '.hidden/template.yaml': 'apiVersion: sandlot.dev/v1alpha1\n',
      'location.yaml':
        'apiVersion: backstage.io/v1alpha1\nkind: Location\n# sandlot.dev\n',
      'README.md': 'apiVersion: sandlot.dev/v1alpha1\n',
    });
    expect(stdout).toBe('1 template, 2 modules: nothing to say\n');
    expect(code).toBe(0);
  });

  it('does not ignore a file that was named', async () => {
    const { code, stdout } = await lint({ 'a.yaml': 'kind: Service\n' }, {}, [
      'a.yaml',
    ]);
    expect(stdout).toContain(
      'a.yaml:1:1  error  there is no template or module in this file',
    );
    expect(code).toBe(1);
  });

  it('finds modules among the paths and where it is told', async () => {
    const { stdout } = await lint(GOOD_FILES, {}, ['templates/web']);
    expect(stdout).toContain('there is no module "base"');

    const { code } = await lint(
      GOOD_FILES,
      { modules: ['templates/modules'] },
      ['templates/web/template.yaml'],
    );
    expect(code).toBe(0);
  });

  it('tells the faults of a module once, where they are', async () => {
    const { stdout } = await lint({
      ...GOOD_FILES,
      'templates/modules/base.yaml': BASE_MODULE.replace(
        'parameters.pods',
        'parameters.pod',
      ),
    });
    expect(stdout).toMatch(/^templates\/modules\/base\.yaml:16:50 {2}error/m);
    expect(stdout).toContain(
      'templates/web/template.yaml:17:15  error  module "base" has faults of its own, see templates/modules/base.yaml  [modules]',
    );
  });

  it('tells of two templates of one name', async () => {
    const { code, stdout } = await lint({
      ...GOOD_FILES,
      'templates/web2/template.yaml': TEMPLATE,
    });
    expect(stdout).toContain(
      'templates/web2/template.yaml:4:9  error  there is another environmenttemplate:default/web in templates/web/template.yaml:4  [duplicate]',
    );
    expect(code).toBe(1);
  });

  it('checks how cases are written', async () => {
    const { code, stdout } = await lint({
      ...GOOD_FILES,
      'templates/web/template.test.yaml':
        'cases:\n  - name: a\n    expect: {}\n  - name: a\n    expct: {}\n    expect: { count: 1 }\n',
    });
    expect(stdout).toContain(
      'templates/web/template.test.yaml:3:13  error  expects nothing',
    );
    expect(stdout).toContain(
      'there is no "expct" here; did you mean "expect"? (expected one of name, parameters',
    );
    expect(code).toBe(1);

    const unclear = await lint({
      ...GOOD_FILES,
      'templates/web/template.test.yaml':
        'template: shop\ncases: [{ name: a, expect: { count: 1 } }]\n',
    });
    expect(unclear.stdout).toContain(
      'templates/web/template.test.yaml:1:11  error  which template',
    );
  });

  it('makes errors of warnings when it is strict', async () => {
    const files = {
      ...GOOD_FILES,
      'templates/modules/cache.yaml': GOOD_FILES[
        'templates/modules/cache.yaml'
      ].replace('  owner:', '  lifecycle: deprecated\n  owner:'),
    };
    const lax = await lint(files);
    expect(lax.stdout).toContain('0 errors, 1 warning');
    expect(lax.code).toBe(0);
    const strict = await lint(files, { strict: true });
    expect(strict.stdout).toContain('1 error, 0 warnings');
    expect(strict.code).toBe(1);
  });

  it('prints JSON, and how long it took beside it', async () => {
    const { stdout, stderr } = await lint(
      { 'templates/a.yaml': TEMPLATE },
      { json: true, timing: true },
    );
    const { findings, templates } = JSON.parse(stdout);
    expect(templates).toBe(1);
    expect(findings[0]).toMatchObject({
      rule: expect.any(String),
      level: 'error',
      file: 'templates/a.yaml',
      line: expect.any(Number),
      column: expect.any(Number),
      path: expect.stringMatching(/^\/spec/),
    });
    expect(stderr).toMatch(/^1 template in \d+\.\d s \(\d+\.\d s CPU\)\n$/);
  });

  it('refuses paths that are not there', async () => {
    await expect(lint(GOOD_FILES, {}, ['nowhere'])).rejects.toThrow(
      'There is no file or folder "nowhere".',
    );
  });

  it('does not pass where there is nothing to look at', async () => {
    await expect(
      lint({ 'other/x.yaml': 'a: 1\n' }, {}, ['other']),
    ).rejects.toThrow(
      'There is no template in other: looked at are files that end with .yaml or .yml, of apiVersion sandlot.dev/v1alpha1.',
    );
  });

  it('writes SARIF that code review takes', async () => {
    const { stdout } = await lint(
      { 'my templates/ä.yaml': TEMPLATE },
      { format: 'sarif' },
    );
    const log = JSON.parse(stdout);
    expect(log.version).toBe('2.1.0');
    expect(log.$schema).toMatch(/sarif-2\.1\.0\.json$/);
    expect(log.runs).toHaveLength(1);
    const [{ tool, results }] = log.runs;
    expect(tool.driver.name).toEqual(expect.any(String));
    for (const rule of tool.driver.rules) {
      expect(rule.id).toEqual(expect.any(String));
      expect(rule.shortDescription.text).toEqual(expect.any(String));
    }
    expect(results.length).toBeGreaterThan(0);
    for (const result of results) {
      expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(['error', 'warning']).toContain(result.level);
      expect(result.message.text).not.toBe('');
      expect(result.locations).toHaveLength(1);
      const { artifactLocation, region } = result.locations[0].physicalLocation;
      expect(artifactLocation.uri).toBe('my%20templates/%C3%A4.yaml');
      expect(region.startLine).toBeGreaterThan(0);
      expect(region.startColumn).toBeGreaterThan(0);
    }
  });
});
