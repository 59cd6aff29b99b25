import { execFileSync } from 'node:child_process';
import fs from 'fs-extra';
import path from 'node:path';
import { captureIo } from '../testUtils/captureIo';
import { temporaryDirs } from '../testUtils/temporaryDirs';
import {
  BASE_MODULE,
  GOOD_FILES,
  TEMPLATE,
  writeFiles,
} from '../testUtils/templateFiles';
import { templateDiff } from './templateDiff';
import type { DiffOptions } from './templateDiff';

const WEB = 'templates/web/template.yaml';

jest.setTimeout(60_000);

describe('templateDiff', () => {
  const newDir = temporaryDirs();

  function git(cwd: string, ...args: string[]): string {
    const identity = [
      '-c',
      'user.name=Dana',
      '-c',
      'user.email=dana@example.com',
    ];
    return execFileSync('git', [...identity, ...args], {
      cwd,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  }

  function commit(cwd: string, message: string): void {
    git(cwd, 'add', '-A');
    git(cwd, 'commit', '-q', '-m', message);
  }

  async function newRepository(): Promise<string> {
    const cwd = await newDir();
    git(cwd, 'init', '-q', '-b', 'main');
    await writeFiles(cwd, GOOD_FILES);
    commit(cwd, 'Templates');
    git(cwd, 'tag', 'v1');
    return cwd;
  }

  async function diff(
    cwd: string,
    [old, now, ...paths]: string[],
    options: DiffOptions = {},
  ) {
    const io = captureIo(cwd);
    return { code: await templateDiff(old, now, paths, options, io), ...io };
  }

  it('finds no difference between a revision and itself', async () => {
    const cwd = await newRepository();
    const { code, stdout } = await diff(cwd, ['v1', 'HEAD']);
    expect(stdout).toBe('No difference.\n');
    expect(code).toBe(0);
  });

  it('tells what differs between two revisions, without checking out', async () => {
    const cwd = await newRepository();
    await writeFiles(cwd, {
      [WEB]: TEMPLATE.replace(
        'default: 1, maximum: 5',
        'default: 2, maximum: 5',
      )
        .replace('title: Web', 'title: Web page')
        .replace('Hello', 'Hi'),
    });
    commit(cwd, 'Greet otherwise');
    // What is not committed is not looked at.
    await writeFiles(cwd, { [WEB]: 'nothing: [of use' });

    const { code, stdout } = await diff(cwd, ['v1', 'main']);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^environmenttemplate:default\/web {2}changed\n {2}before {2}sha256:[0-9a-f]{64} {2}templates\/web\/template\.yaml\n {2}after {3}sha256:/,
    );
    expect(stdout).toContain(
      [
        '      /metadata/title',
        '        - Web',
        '        + Web page',
        '      /spec/parameters/properties/replicas/default',
        '        - 1',
        '        + 2',
      ].join('\n'),
    );
    expect(stdout).toContain(
      [
        '  Case with the defaults:',
        '  ~ ConfigMap settings',
        '      /data/greeting',
        '        - Hello example-team',
        '        + Hi example-team',
      ].join('\n'),
    );
  });

  it('renders the cases, and tells what is refused from then on', async () => {
    const cwd = await newRepository();
    await writeFiles(cwd, {
      [WEB]: TEMPLATE.replace('maximum: 5', 'maximum: 3'),
      'templates/web/template.test.yaml':
        'cases:\n  - { name: many, parameters: { replicas: 4 }, expect: { count: 8 } }\n' +
        '  - { name: few, expect: { count: 8 } }\n',
    });
    commit(cwd, 'Fewer');
    const { code, stdout } = await diff(cwd, ['v1', 'HEAD'], { json: true });
    expect(code).toBe(1);
    const [difference] = JSON.parse(stdout).templates;
    expect(difference).toMatchObject({
      template: 'environmenttemplate:default/web',
      change: 'changed',
      fields: [
        {
          path: '/spec/parameters/properties/replicas/maximum',
          before: 5,
          after: 3,
        },
      ],
      rendered: [
        { name: 'many', refusedAfter: [{ path: '/parameters/replicas' }] },
      ],
    });
  });

  it('tells what a module changes in the templates that use it', async () => {
    const cwd = await newRepository();
    await writeFiles(cwd, {
      'templates/modules/base.yaml': BASE_MODULE.replace("'4'", "'8'"),
    });
    commit(cwd, 'More CPU');
    const { code, stdout } = await diff(cwd, ['v1', 'HEAD', 'templates']);
    expect(code).toBe(1);
    expect(stdout).toContain('~ ResourceQuota quota');
    expect(stdout).toContain('/spec/hard/limits.cpu');
    const narrow = await diff(cwd, ['v1', 'HEAD', 'templates/web'], {
      modules: ['templates/modules'],
    });
    expect(narrow.code).toBe(1);
    expect(narrow.stdout).toContain('~ ResourceQuota quota');
  });

  it('tells what is added and what is removed', async () => {
    const cwd = await newRepository();
    await writeFiles(cwd, {
      'templates/shop.yaml': TEMPLATE.replace('name: web', 'name: shop'),
    });
    await fs.remove(path.join(cwd, WEB));
    commit(cwd, 'A shop');
    const { code, stdout } = await diff(cwd, ['v1', 'HEAD']);
    expect(code).toBe(1);
    expect(stdout).toContain('environmenttemplate:default/shop  added');
    expect(stdout).toContain('environmenttemplate:default/web  removed');
  });

  it('compares a revision with a folder, and finds Git there', async () => {
    const repository = await newRepository();
    expect((await diff(repository, ['HEAD', '.'])).code).toBe(0);
    await writeFiles(repository, { [WEB]: TEMPLATE.replace('Hello', 'Hi') });
    const here = await diff(repository, ['HEAD', '.']);
    expect(here.stdout).toContain('+ Hi example-team');
    const back = await diff(repository, ['templates', 'v1']);
    expect(back.stdout).toContain('+ Hello example-team');
    const cwd = await newDir();
    const folder = path.relative(cwd, path.join(repository, 'templates'));
    const elsewhere = await diff(cwd, ['HEAD', folder]);
    expect(elsewhere.stdout).toContain('+ Hi example-team');
    expect(elsewhere.stdout).toContain(
      `${folder.split(path.sep).join('/')}/web/template.yaml`,
    );
    expect((await diff(cwd, ['HEAD', 'v1', folder])).code).toBe(0);
  });

  it('chooses by example what must be chosen, and leaves out what is refused as before', async () => {
    const cwd = await newRepository();
    const required = TEMPLATE.replace('default: S, enum', 'enum');
    await writeFiles(cwd, { [WEB]: required });
    commit(cwd, 'A size must be chosen');
    await writeFiles(cwd, { [WEB]: required.replace('Hello', 'Hi') });
    const { stdout } = await diff(cwd, ['HEAD', '.']);
    expect(stdout).toContain('+ Hi example-team');
    expect(stdout).not.toContain('refused');

    await writeFiles(cwd, {
      [WEB]: required.replace('Hello', 'Hi'),
      'templates/web/template.test.yaml':
        'cases:\n  - { name: none, expect: { refused: [{ path: /parameters/size }] } }\n',
    });
    const cases = await diff(cwd, ['HEAD', '.'], { json: true });
    expect(JSON.parse(cases.stdout).templates[0].rendered).toEqual([]);
  });

  it('is in trouble where cases can not be read', async () => {
    const cwd = await newRepository();
    await writeFiles(cwd, {
      'templates/web/template.test.yaml': 'cases:\n  - { nam: x }\n',
    });
    const { code, stdout } = await diff(cwd, ['HEAD', '.']);
    expect(code).toBe(2);
    expect(stdout).toContain('templates/web/template.test.yaml:2:');
  });

  it('compares two files or folders', async () => {
    const cwd = await newDir();
    await writeFiles(cwd, {
      'old/a.yaml': TEMPLATE,
      'new/a.yaml': TEMPLATE.replace('Hello', 'Hi'),
      'modules/base.yaml': GOOD_FILES['templates/modules/base.yaml'],
      'modules/cache.yaml': GOOD_FILES['templates/modules/cache.yaml'],
    });
    const options = { modules: ['modules'] };
    const folders = await diff(cwd, ['old', 'new'], options);
    expect(folders.stdout).toContain('+ Hi example-team');
    expect(folders.code).toBe(1);
    const files = await diff(cwd, ['old/a.yaml', 'old/a.yaml'], options);
    expect(files.code).toBe(0);
    const without = await diff(cwd, ['old', 'new']);
    expect(without.code).toBe(2);
    expect(without.stdout.match(/give --modules FOLDER/g)).toHaveLength(1);
  });

  it('is in trouble where one side can not be read', async () => {
    const cwd = await newRepository();
    await writeFiles(cwd, { [WEB]: TEMPLATE.replace('owner:', 'ower:') });
    commit(cwd, 'A mistake');
    const { code, stdout } = await diff(cwd, ['v1', 'HEAD']);
    expect(code).toBe(2);
    expect(stdout).toContain('templates/web/template.yaml:6:1  error');
    expect(stdout).not.toContain('removed');
  });

  it('does not pass where there is nothing to compare', async () => {
    const cwd = await newRepository();
    await expect(diff(cwd, ['v1', 'HEAD', 'nowhere'])).rejects.toThrow(
      'There is no template in nowhere',
    );
  });

  it.each(['nowhere', '--output=x', '-h', '', 'HEAD:templates'])(
    'refuses %j, which is no revision',
    async revision => {
      const cwd = await newRepository();
      await expect(diff(cwd, [revision, 'HEAD'])).rejects.toThrow(
        `"${revision}" is no file, no folder and no revision of Git.`,
      );
    },
  );

  it('says that it needs Git outside of a repository', async () => {
    const cwd = await newDir();
    await expect(diff(cwd, ['v1', 'v2'])).rejects.toThrow(
      'not a git repository',
    );
  });
});
